with

costs as (
    select * from {{ ref('assay_value__costs') }}
)

select * from costs
