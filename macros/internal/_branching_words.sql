{% macro _branching_words(use_case, fold) %}
    {#- `leaf_word_layout` of a use case's current trees of one fold. Empty until the models are built, and where the
        fold scores few rows: the tables of words then cost more than walking the trees. -#}
    {%- set fewest_rows = 20000 -%}
    {%- set examples = ref('assay_features__examples') -%}
    {%- set models = ref('assay_training__models') -%}
    {%- if not execute or load_relation(models) is none or load_relation(examples) is none -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set query -%}
        with examples as (select * from {{ examples }})
        select count(*) from {{ assay._scored_rows(use_case, fold) }} as scored_rows
    {%- endset -%}
    {%- if run_query(query).rows[0][0] < fewest_rows -%}
        {{ return({}) }}
    {%- endif -%}
    {{ return(assay.leaf_word_layout(
        '(select * from ' ~ models ~ ' where is_current and ' ~ assay._is_scored_as_stored() ~ ' and use_case = '
        ~ dbt.string_literal(use_case) ~ ' and fold = ' ~ fold ~ ')'
    )) }}
{% endmacro %}
