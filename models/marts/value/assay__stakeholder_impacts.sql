with

impacts as (
    select * from {{ ref('assay_value__stakeholder_impacts') }}
),

footprints as (
    select * from {{ ref('assay_value__footprints') }}
),

-- What society bears is measured by machines and not by comparing groups.
stakeholder_impacts as (
    select * from impacts
    union all
    select
        use_case,
        'society' as stakeholder,
        metric,
        'all' as segment,
        'all' as segment_value,
        'society' as kind,
        unit,
        cast(null as string) as method,
        'computed' as source,
        case when reason is null then 'ok' else 'not_declared' end as evidence_status,
        reason,
        cast(null as double) as before_value,
        cast(null as double) as after_value,
        cast(null as double) as control_value,
        cast(null as double) as effect,
        cast(null as double) as standard_error,
        cast(null as double) as ci_low,
        cast(null as double) as ci_high,
        n,
        cast(null as bigint) as cluster_count,
        run_value,
        cast(null as boolean) as is_improvement
    from footprints
)

select * from stakeholder_impacts
