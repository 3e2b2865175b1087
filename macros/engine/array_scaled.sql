{% macro array_scaled(array, factor) %}
    {#- An array of doubles, each times one factor; NULL stays NULL. -#}
    {{ return(adapter.dispatch('array_scaled', 'assay')(array, factor)) }}
{% endmacro %}

{% macro default__array_scaled(array, factor) -%}
    transform({{ array }}, item -> item * {{ factor }})
{%- endmacro %}

{% macro duckdb__array_scaled(array, factor) -%}
    [item * {{ factor }} for item in {{ array }}]
{%- endmacro %}
