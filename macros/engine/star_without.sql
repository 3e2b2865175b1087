{% macro star_without(columns) %}
    {#- A select item for every column but these. -#}
    {{ return(adapter.dispatch('star_without', 'assay')(columns)) }}
{% endmacro %}

{% macro default__star_without(columns) -%}
    * except ({{ columns | join(', ') }})
{%- endmacro %}

{% macro duckdb__star_without(columns) -%}
    * exclude ({{ columns | join(', ') }})
{%- endmacro %}
