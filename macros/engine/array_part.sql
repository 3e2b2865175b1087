{% macro array_part(array, first, last) %}
    {#- The values of an array from position `first` to `last`, counted from 1, both included. -#}
    {{ return(adapter.dispatch('array_part', 'assay')(array, first, last)) }}
{% endmacro %}

{% macro default__array_part(array, first, last) -%}
    slice({{ array }}, {{ first }}, {{ last }} - {{ first }} + 1)
{%- endmacro %}

{% macro duckdb__array_part(array, first, last) -%}
    ({{ array }})[{{ first }}:{{ last }}]
{%- endmacro %}
