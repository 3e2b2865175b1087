with

metrics as (
    select * from {{ ref('assay_evaluation__metrics') }}
)

select * from metrics
