with

capacity_forecasts as (
    select * from {{ ref('assay_operations__capacity_forecasts') }}
)

select * from capacity_forecasts
