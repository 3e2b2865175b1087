{% macro _read_model(model) %}
    {#- What SQL over a model must know when it is written, or none until the model is built. `model` is the relation of
        an ml_model or assay.champion('<use case>').

        current    the present version as a query in brackets, a row per output (assay._current_model)
        task, link
        outputs    {name, form, comparison} of each, in order
        layout     assay.form_layout of its trees
        features   assay.feature_rows
        label, label_type, label_value, classes  the label's name, type, SQL over a relation, and values in order
        threshold  SQL of the probability that makes a row an event where no other is asked for
        entity, labels_known  of a use case the declared entity, and the query of its labels where the last known one is
                   a feature, or none
        decided_at SQL of the time of a decision, or none
        model      as it was given
        codes      the relation with codes of levels, or none where they are arrays of the model -#}
    {%- set relation = model.built if model.use_case is defined else model -%}
    {%- if not execute or (relation is not string and load_relation(relation) is none) -%}{{ return(none) }}{%- endif -%}
    {%- set current = assay._current_model(model) -%}
    {%- set query -%}
        -- An output may look like a number, which reading results would turn it into.
        select concat(':', output), form, node_comparison, task, link, label_column, label_type
        from {{ current }} as stored
        order by case when task = 'multiclass' then 0 else length(output) end, output
    {%- endset -%}
    {%- set rows = run_query(query).rows -%}
    {%- if rows | length == 0 -%}{{ return(none) }}{%- endif -%}
    {%- set shape = {'model': model, 'current': current, 'outputs': [], 'classes': []} -%}
    {%- for name, form, comparison, task, link, label, label_type in rows -%}
        {%- do shape.outputs.append({'name': name[1:], 'form': form, 'comparison': comparison}) -%}
        {%- do shape.update({'task': task, 'link': link, 'label': label, 'label_type': label_type}) -%}
    {%- endfor -%}
    {%- set query -%}
        select concat(':', class)
        from (
            select {{ assay.exploded_arrays({'class': 'label_classes'}, 'place') }}
            from (select * from {{ current }} as outputs limit 1) as stored
        ) as classes
        order by place
    {%- endset -%}
    {%- for row in run_query(query).rows -%}{%- do shape.classes.append(row[0][1:]) -%}{%- endfor -%}
    {%- if shape.task == 'multiclass' -%}
        {%- do shape.update({'classes': shape.outputs | map(attribute='name') | list}) -%}
    {%- endif -%}
    {%- set is_flat = shape.outputs | map(attribute='form') | reject('equalto', 'constant') | list | length == 0 -%}
    {%- set declaration = assay.use_cases()[model.use_case] if model.use_case is defined -%}
    {%- do shape.update({
        'layout': assay.form_layout(current),
        'features': [] if is_flat else assay.feature_rows(assay._model_features(model)),
        'label_value': assay._label(declaration) | trim if declaration else adapter.quote(shape.label or ''),
        'threshold': 'output_1.threshold' if declaration else 'cast(0.5 as double)',
        'decided_at': 'cast(entities.' ~ adapter.quote(declaration.entity.time) ~ ' as timestamp)' if declaration,
        'entity': declaration.entity if declaration,
        'labels_known': assay._known_labels(model) if declaration and declaration.features.last_label,
        'codes': assay._relation_of('assay_features__target_encodings') if declaration,
    }) -%}
    {{ return(shape) }}
{% endmacro %}
