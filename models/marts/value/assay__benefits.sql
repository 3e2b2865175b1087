with

benefits as (
    select * from {{ ref('assay_value__benefits') }}
)

select * from benefits
