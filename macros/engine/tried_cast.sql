{% macro tried_cast(expression, type) -%}
    {#- A cast that gives NULL where a text cannot be read as the type, in place of an error. -#}
    {{ return(adapter.dispatch('tried_cast', 'assay')(expression, type)) }}
{%- endmacro %}

{% macro default__tried_cast(expression, type) -%}
    try_cast({{ expression }} as {{ type }})
{%- endmacro %}
