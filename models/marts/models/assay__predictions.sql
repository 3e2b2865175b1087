with

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
)

select * from predictions
