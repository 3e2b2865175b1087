{% macro array_position(array, value) %}
    {#- The first position of `value`, counted from 1; 0 where it is absent, NULL where array or value is NULL. -#}
    {{ return(adapter.dispatch('array_position', 'assay')(array, value)) }}
{% endmacro %}

{% macro default__array_position(array, value) -%}
    array_position({{ array }}, {{ value }})
{%- endmacro %}

{% macro duckdb__array_position(array, value) -%}
    case
        when {{ array }} is not null and {{ value }} is not null
            then coalesce(list_position({{ array }}, {{ value }}), 0)
    end
{%- endmacro %}
