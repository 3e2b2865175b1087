with

gaps as (
    select * from {{ ref('assay_baseline__gaps') }}
)

select * from gaps
