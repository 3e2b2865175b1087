with

learning_curves as (
    select * from {{ ref('assay_evaluation__learning_curves') }}
)

select * from learning_curves
