with

information_values as (
    select * from {{ ref('assay_value__information_values') }}
),

simulations as (
    select * from {{ ref('assay_value__simulations') }}
),

published as (
    select
        simulations.use_case,
        coalesce(information_values.information, 'everything') as information,
        coalesce(information_values.input, 'everything') as input,
        simulations.evidence_status,
        simulations.reason,
        information_values.value_amount,
        information_values.cost_amount
    from simulations
    left join information_values on simulations.use_case = information_values.use_case
)

select * from published
