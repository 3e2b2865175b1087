with

results as (
    select * from {{ ref('assay_quality__results') }}
)

select * from results
