{% macro create_predict_functions(served) %}
    {#- Make the table function assay.predict_<use_case>(relation) for every use case whose champion can be scored row
        by row, and drop it where there is none. A post-hook of assay_operations__served_models, which is `served`. The
        functions stand in the schema of the published tables. -#}
    {%- set spaces = ref('assay_features__feature_space') -%}
    {%- set codes = ref('assay_features__target_encodings') -%}
    {%- set decisions = ref('assay_inputs__decisions') -%}
    {%- if execute -%}
        {%- set query -%}
            select use_case, form, link, tree_depth from {{ served }} as served_models
        {%- endset -%}
        {%- set schema = graph.nodes['model.assay.assay__predictions'].schema -%}
        {%- set shapes = {} -%}
        {%- for use_case, form, link, depth in run_query(query).rows -%}
            {%- do shapes.update({use_case: {'form': form, 'link': link, 'depth': depth | int}}) -%}
        {%- endfor -%}
        {%- for use_case, declaration in assay.use_cases().items() -%}
            {%- set shape = shapes.get(use_case) -%}
            {%- set select = assay._select_champion_predictions(
                use_case, declaration, shape, served, spaces, codes, decisions
            ) if shape -%}
            {%- do assay.table_function(schema, 'predict_' ~ use_case, select) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
