{% macro map_value(map, key) %}
    {#- The value under `key` (an SQL expression), or NULL where the key is absent. -#}
    {{ return(adapter.dispatch('map_value', 'assay')(map, key)) }}
{% endmacro %}

{% macro default__map_value(map, key) -%}
    element_at({{ map }}, {{ key }})
{%- endmacro %}

{% macro duckdb__map_value(map, key) -%}
    ({{ map }})[{{ key }}]
{%- endmacro %}
