{% macro filled_floats(array) %}
    {#- An array of floats with minus infinity in the place of every missing value. -#}
    {{ return(adapter.dispatch('filled_floats', 'assay')(array)) }}
{% endmacro %}

{% macro default__filled_floats(array) -%}
    transform({{ array }}, value -> coalesce(value, cast('-infinity' as float)))
{%- endmacro %}

{% macro duckdb__filled_floats(array) -%}
    list_transform({{ array }}, lambda value: coalesce(value, cast('-infinity' as float)))
{%- endmacro %}
