-- depends_on: {{ ref('assay_inputs__assumptions') }}
with

outcomes as (
    select * from {{ ref('assay_evaluation__quantity_outcomes') }}
    where split = 'test' and value is not null
),

quantity_bounds as (
    select
        cast(null as string) as use_case,
        cast(null as string) as policy,
        cast(null as string) as assumption,
        cast(null as string) as bound,
        cast(null as double) as bound_value,
        cast(null as double) as value_per_decision
    from outcomes
    where false
    {%- for use_case, declaration in assay.use_cases().items()
        if declaration.outcomes.value is not none %}
    {{- assay.select_quantity_bounds(use_case, declaration) }}
    {%- endfor %}
)

select * from quantity_bounds
