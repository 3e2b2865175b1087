with

loss_drivers as (
    select * from {{ ref('assay_baseline__loss_drivers') }}
)

select * from loss_drivers
