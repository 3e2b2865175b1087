{% macro create_predict_functions(served) %}
    {#- Make the table function assay.predict_<use_case>(relation) for every use case whose champion predicts a
        label, whatever its form, and drop it where there is none. A post-hook of assay_operations__served_models, which
        is `served`. The functions stand in the schema of the published tables. -#}
    {%- set spaces = ref('assay_features__feature_space') -%}
    {%- set codes = ref('assay_features__target_encodings') -%}
    {%- set decisions = ref('assay_inputs__decisions') -%}
    {%- set models = ref('assay_training__models') -%}
    {%- if execute -%}
        {%- set query -%}
            select distinct use_case, model_version, task, link, form, node_comparison
            from {{ served }} as served_models
            order by use_case, form, node_comparison
        {%- endset -%}
        {%- set schema = graph.nodes['model.assay.assay__predictions'].schema -%}
        {%- set shapes = {} -%}
        {%- for use_case, model_version, task, link, form, comparison in run_query(query).rows -%}
            {%- set own = 'fold = 0 and use_case = ' ~ dbt.string_literal(use_case) ~ ' and model_version = '
                ~ dbt.string_literal(model_version) -%}
            {%- do shapes.setdefault(use_case, {
                'task': task, 'link': link, 'forms': [],
                'layout': assay.form_layout('(select * from ' ~ models ~ ' where ' ~ own ~ ')'),
            }).forms.append({'form': form, 'comparison': comparison}) -%}
        {%- endfor -%}
        {%- for use_case, declaration in assay.use_cases().items() -%}
            {%- set shape = shapes.get(use_case, {}) -%}
            {%- set written = assay._select_champion_classes if shape.task == 'multiclass'
                else assay._select_champion_predictions -%}
            {%- set select = written(use_case, declaration, shape, served, spaces, codes, decisions) if shape -%}
            {%- do assay.table_function(schema, 'predict_' ~ use_case, select) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
