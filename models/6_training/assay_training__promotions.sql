-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

-- Rows come from `assay model promote` and `rollback`; a build only makes the table.
promotions as (
    select
        cast(null as string) as use_case,
        cast(null as integer) as promotion_number,
        cast(null as string) as model_version,
        cast(null as string) as action,
        cast(null as string) as reason,
        cast(null as timestamp) as promoted_at
    where false
)

select * from promotions
