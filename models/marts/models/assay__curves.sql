with

curves as (
    select * from {{ ref('assay_evaluation__curves') }}
)

select * from curves
