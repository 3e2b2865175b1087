{% macro create_predict_functions(served) %}
    {#- Make the table function assay.predict_<use_case>(relation) for the champion of every use case, whatever its task
        and form, and drop it where there is none. A post-hook of assay_operations__served_models, which is `served`.
        The functions stand in the schema of the published tables. -#}
    {%- set spaces = ref('assay_features__feature_space') -%}
    {%- set codes = ref('assay_features__target_encodings') -%}
    {%- set decisions = ref('assay_inputs__decisions') -%}
    {%- set models = ref('assay_training__models') -%}
    {%- if execute -%}
        {%- set query -%}
            -- An output may look like a number, which reading results would turn it into.
            select use_case, model_version, task, link, concat(':', output), form, node_comparison
            from {{ served }} as served_models
            order by use_case, case when task = 'multiclass' then 0 else length(output) end, output
        {%- endset -%}
        {%- set schema = graph.nodes['model.assay.assay__predictions'].schema -%}
        {%- set shapes = {} -%}
        {%- for use_case, model_version, task, link, output, form, comparison in run_query(query).rows -%}
            {%- set own = 'fold = 0 and use_case = ' ~ dbt.string_literal(use_case) ~ ' and model_version = '
                ~ dbt.string_literal(model_version) -%}
            {%- if use_case not in shapes -%}
                {%- do shapes.update({use_case: {
                    'task': task, 'link': link, 'forms': [], 'outputs': [],
                    'layout': assay.form_layout('(select * from ' ~ models ~ ' where ' ~ own ~ ')'),
                }}) -%}
            {%- endif -%}
            {%- set form = {'form': form, 'comparison': comparison} -%}
            {%- do shapes[use_case].outputs.append(dict(form, name=output[1:])) -%}
            {%- if form not in shapes[use_case].forms -%}{%- do shapes[use_case].forms.append(form) -%}{%- endif -%}
        {%- endfor -%}
        {%- for use_case, declaration in assay.use_cases().items() -%}
            {%- set shape = shapes.get(use_case, {}) -%}
            {%- set bodies = {
                'binary': assay._select_champion_predictions, 'regression': assay._select_champion_predictions,
                'multiclass': assay._select_champion_classes,
            } -%}
            {%- set written = bodies.get(shape.task, assay._select_champion_structure) -%}
            {%- set select = written(use_case, declaration, shape, served, spaces, codes, decisions) if shape -%}
            {%- do assay.table_function(schema, 'predict_' ~ use_case, select) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
