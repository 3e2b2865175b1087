{% macro record(fields) %}
    {#- One value with the named fields, SQL expressions by name; a field is read as `value.name`. -#}
    {{ return(adapter.dispatch('record', 'assay')(fields)) }}
{% endmacro %}

{% macro default__record(fields) -%}
    named_struct(
        {%- for name, value in fields.items() %}'{{ name }}', {{ value }}{{ ', ' if not loop.last }}{% endfor -%}
    )
{%- endmacro %}

{% macro duckdb__record(fields) -%}
    struct_pack(
        {%- for name, value in fields.items() %}{{ name }} := {{ value }}{{ ', ' if not loop.last }}{% endfor -%}
    )
{%- endmacro %}
