{%- set use_cases = assay.use_cases() -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
-- depends_on: {{ ref('assay_inputs__assumptions') }}
with

{% for use_case, declaration in use_cases.items() -%}
{{ use_case }}_bounds as (
    {{ assay.select_outcome_bounds(use_case, declaration) }}
),

{% endfor -%}
outcome_bounds as (
    {% for use_case in use_cases -%}
    select * from {{ use_case }}_bounds
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as use_case,
        cast(null as string) as assumption,
        cast(null as string) as bound,
        cast(null as string) as entity_id,
        cast(null as double) as bound_value,
        cast(null as double) as gain,
        cast(null as timestamp) as decided_at
    where false
    {% endfor %}
)

select * from outcome_bounds
