with

fits as (
    select * from {{ ref('assay_training__fits') }}
),

-- Rows come from `assay model import`; a build only makes the table.
imports as (
    select
        fits.*,
        cast(null as string) as library,
        cast(null as string) as source_file,
        cast(null as string) as source_digest,
        cast(null as string) as compared_relation,
        cast(null as bigint) as compared_rows,
        cast(null as string) as rows_digest,
        cast(null as double) as largest_difference,
        cast(null as bigint) as equal_labels
    from fits
    where false
)

select * from imports
