with

inaction_costs as (
    select * from {{ ref('assay_baseline__inaction_costs') }}
)

select * from inaction_costs
