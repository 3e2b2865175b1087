{% macro array_of(expressions, type) %}
    {#- An array of the SQL expressions in the given order, each cast to `type`; NULL stays NULL. -#}
    {{ return(adapter.dispatch('array_of', 'assay')(expressions, type)) }}
{% endmacro %}

{% macro default__array_of(expressions, type) -%}
    cast(array({{ expressions | join(', ') }}) as array<{{ type }}>)
{%- endmacro %}

{% macro duckdb__array_of(expressions, type) -%}
    cast([{{ expressions | join(',\n        ') }}] as {{ type }}[])
{%- endmacro %}
