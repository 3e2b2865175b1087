{% macro _select_values_of_days(use_cases, days) %}
{#- The values of every use case on the days that the CTE `days` (use_case, profiled_date) holds. -#}
{%- set selects = [] -%}
{%- for use_case, declaration in use_cases.items() -%}
    {%- set columns = assay.profiled_columns(declaration) -%}
    {%- set is_wanted -%}
    cast(entities.{{ adapter.quote(declaration.entity.time) }} as date) in (
        select {{ days }}.profiled_date from {{ days }} where {{ days }}.use_case = {{ dbt.string_literal(use_case) }}
    )
    {%- endset -%}
    {%- if columns['types'] -%}
        {%- do selects.append(assay.select_values(use_case, declaration, columns, is_wanted)) -%}
    {%- endif -%}
{%- endfor -%}
{{ selects | join('union all') if selects else assay._select_no_values() }}
{% endmacro %}
