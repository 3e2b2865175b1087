{% macro _select_values_at_first_sight(use_cases, columns_of) %}
{#- The values that bins are fixed from: of each use case in `columns_of` ({use case: columns}) about as many rows as
    the variable assay_edge_sample_rows says, chosen by a hash of their key; every row of a smaller relation. -#}
{%- for use_case, columns in columns_of.items() -%}
{%- set key = 'entities.' ~ adapter.quote(use_cases[use_case].entity.key) -%}
{%- set is_sampled -%}
{{ assay.uniform(key, 'edges') }} * (
        select sum(days.row_count)
        from {{ ref('assay_review__days') }} as days
        where days.use_case = {{ dbt.string_literal(use_case) }}
    ) <= {{ var('assay_edge_sample_rows', 100000) }}
{%- endset -%}
{{ assay.select_values(use_case, use_cases[use_case], columns, is_sampled) }}
{{ 'union all' if not loop.last }}
{% else -%}
{{ assay._select_no_values() }}
{%- endfor %}
{% endmacro %}
