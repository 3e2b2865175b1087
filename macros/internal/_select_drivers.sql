{% macro _select_drivers() %}
{#- The columns that losses are traced to: one row per use case and driver, its segments where none is declared. -#}
{%- set rows = [] -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- for driver in declaration.drivers or declaration.segments -%}
        {%- do rows.append({'use_case': use_case, 'driver': driver}) -%}
    {%- endfor -%}
{%- endfor -%}
{{ assay._select_rows({'use_case': 'string', 'driver': 'string'}, rows) }}
{% endmacro %}
