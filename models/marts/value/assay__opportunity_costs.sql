with

opportunity_costs as (
    select * from {{ ref('assay_value__opportunity_costs') }}
)

select * from opportunity_costs
