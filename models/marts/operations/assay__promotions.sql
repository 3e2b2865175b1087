with

promotions as (
    select * from {{ ref('assay_training__promotions') }}
)

select * from promotions
