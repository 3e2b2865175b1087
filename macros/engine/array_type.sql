{% macro array_type(type) %}
    {#- The name of the type "array of `type`". -#}
    {{ return(adapter.dispatch('array_type', 'assay')(type)) }}
{% endmacro %}

{% macro default__array_type(type) -%}
    array<{{ type }}>
{%- endmacro %}

{% macro duckdb__array_type(type) -%}
    {{ type }}[]
{%- endmacro %}
