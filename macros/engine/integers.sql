{% macro integers(first, last, name) %}
    {#- A query with one row per integer from `first` to `last`, both included, in the column `name`. Both bounds are
        numbers; integer_rows() takes bounds from columns, and costs a hundred times as much per row. -#}
    {{ return(adapter.dispatch('integers', 'assay')(first, last, name)) }}
{% endmacro %}

{% macro default__integers(first, last, name) -%}
    select cast(id as integer) as {{ name }} from range({{ first }}, {{ last + 1 }})
{%- endmacro %}

{% macro duckdb__integers(first, last, name) -%}
    select cast(range as integer) as {{ name }} from range({{ first }}, {{ last + 1 }})
{%- endmacro %}
