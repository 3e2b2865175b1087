with

estimates as (
    select * from {{ ref('assay_baseline__estimates') }}
    where period = 'month'
),

stepped as (
    select
        *,
        abs(value - lag(value) over (
            partition by use_case, metric, segment, segment_value order by period_start
        )) as moving_range
    from estimates
),

limits as (
    select
        use_case,
        metric,
        segment,
        segment_value,
        {{ assay.ordered_sum('value', 'period_start') }} / count(*) as centre_line,
        cast(2.66 as double) * {{ assay.ordered_sum('moving_range', 'period_start') }}
        / nullif(count(moving_range), 0) as control_width
    from stepped
    group by use_case, metric, segment, segment_value
),

metrics as (
    select
        estimates.use_case,
        estimates.metric,
        estimates.segment,
        estimates.segment_value,
        estimates.interval_method,
        estimates.evidence_status,
        estimates.n,
        estimates.cluster_count,
        estimates.value,
        estimates.standard_error,
        estimates.ci_low,
        estimates.ci_high,
        limits.centre_line - limits.control_width as control_low,
        limits.centre_line + limits.control_width as control_high,
        abs(estimates.value - limits.centre_line) <= limits.control_width as is_in_control,
        estimates.period_start
    from estimates
    inner join limits using (use_case, metric, segment, segment_value)
)

select * from metrics
