with

scores as (
    select * from {{ ref('assay_quality__scores') }}
)

select * from scores
