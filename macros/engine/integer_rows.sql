{% macro integer_rows(first, last) %}
    {#- A select item that turns each row into one row per integer from `first` to `last`, both included. -#}
    {{ return(adapter.dispatch('integer_rows', 'assay')(first, last)) }}
{% endmacro %}

{% macro default__integer_rows(first, last) -%}
    explode(sequence({{ first }}, {{ last }}))
{%- endmacro %}

{% macro duckdb__integer_rows(first, last) -%}
    cast(unnest(range({{ first }}, {{ last }} + 1)) as integer)
{%- endmacro %}
