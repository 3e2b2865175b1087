{% macro _select_segments() %}
{#- The groups a baseline is broken down by: one row per use case and declared segment, and `all` for the total. -#}
{%- set rows = [] -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- for segment in ['all'] + declaration.segments -%}
        {%- do rows.append({'use_case': use_case, 'segment': segment}) -%}
    {%- endfor -%}
{%- endfor -%}
{{ assay._select_rows({'use_case': 'string', 'segment': 'string'}, rows) }}
{% endmacro %}
