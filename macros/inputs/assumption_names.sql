{% macro assumption_names(use_case) %}
    {#- Names that a use case's expressions may use beside columns, in order. -#}
    {%- set relation = assay.input_relation('assumptions') -%}
    {%- if not execute or relation is none or load_relation(relation) is none -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select distinct lower(name) as name
        from {{ relation }}
        where use_case = {{ assay.text_literal(use_case) }}
        order by name
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
