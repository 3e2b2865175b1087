with

unit_costs as (
    select * from {{ ref('assay_value__unit_costs') }}
)

select * from unit_costs
