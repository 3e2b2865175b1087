with

fit_diagnoses as (
    select * from {{ ref('assay_evaluation__fit_diagnoses') }}
)

select * from fit_diagnoses
