{% macro assumption_names(use_case) %}
    {#- Names a use case's expressions may use beside columns. Empty until the assumptions are built. -#}
    {%- set assumptions = ref('assay_inputs__assumptions') -%}
    {%- if not execute or load_relation(assumptions) is none -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select distinct name from {{ assumptions }} where use_case = {{ dbt.string_literal(use_case) }} order by name
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
