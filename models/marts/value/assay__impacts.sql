with

impacts as (
    select * from {{ ref('assay_baseline__impacts') }}
)

select * from impacts
