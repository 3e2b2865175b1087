with

monthly as (
    select
        *,
        row_number() over (
            partition by use_case, metric
            order by case period when 'month' then 0 else 1 end, period_start desc
        ) as latest,
        row_number() over (
            partition by use_case, metric
            order by case period when 'month' then 0 else 1 end, period_start asc
        ) as earliest
    from {{ ref('assay_baseline__estimates') }}
    where
        segment = 'all'
        and (
            period = 'all'
            or (n >= {{ var('assay_reference_rows', 100) }} and standard_error is not null)
        )
),

latest_metrics as (
    select
        latest_month.use_case,
        latest_month.metric,
        'baseline' as origin,
        'confidence' as interval_kind,
        latest_month.value,
        latest_month.ci_low,
        latest_month.ci_high,
        case when first_month.period_start < latest_month.period_start then first_month.value end
            as baseline_value,
        latest_month.n
    from monthly as latest_month
    left join monthly as first_month
        on
            latest_month.use_case = first_month.use_case
            and latest_month.metric = first_month.metric
            and first_month.earliest = 1
    where latest_month.latest = 1
)

select * from latest_metrics
