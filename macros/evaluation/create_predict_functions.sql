{% macro create_predict_functions(served) %}
    {#- Make the table function assay.predict_<use_case>(relation) for every use case whose champion can be scored row
        by row, and drop it where there is none. A post-hook of assay_operations__served_models, which is `served`. The
        functions stand in the schema of the published tables. -#}
    {%- set spaces = ref('assay_features__feature_space') -%}
    {%- set codes = ref('assay_features__target_encodings') -%}
    {%- set decisions = ref('assay_inputs__decisions') -%}
    {%- if execute -%}
        {%- set query -%}
            select distinct use_case, task, form, link, tree_depth from {{ served }} as served_models
        {%- endset -%}
        {%- set schema = graph.nodes['model.assay.assay__predictions'].schema -%}
        {%- set shapes = {} -%}
        {%- for use_case, task, form, link, depth in run_query(query).rows -%}
            {%- do shapes.update({use_case: {'task': task, 'form': form, 'link': link, 'depth': depth | int}}) -%}
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
