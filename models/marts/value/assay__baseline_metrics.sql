with

metrics as (
    select * from {{ ref('assay_baseline__metrics') }}
)

select * from metrics
