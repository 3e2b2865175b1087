with

confusion_matrices as (
    select * from {{ ref('assay_evaluation__confusion_matrices') }}
)

select * from confusion_matrices
