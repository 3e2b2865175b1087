with

estimates as (
    select * from {{ ref('assay_baseline__estimates') }}
    where period = 'month'
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

windows as (
    select
        estimates.*,
        coalesce(estimates.period_start >= use_cases.baseline_from, true)
        and coalesce(estimates.period_start < use_cases.baseline_until, true) as is_in_window
    from estimates
    inner join use_cases on estimates.use_case = use_cases.use_case
),

stable_months as (
    select * from windows
    where is_in_window
),

limits as (
    {{ assay.control_limits(
        'stable_months', ['use_case', 'metric', 'segment', 'segment_value'], 'period_start', 'value'
    ) }}
),

metrics as (
    select
        estimates.use_case,
        estimates.metric,
        estimates.segment,
        estimates.segment_value,
        estimates.interval_method,
        estimates.evidence_status,
        case
            when estimates.standard_error is null then 'fewer than two independent decisions'
            when limits.control_low is null then 'fewer than two months for control limits'
        end as reason,
        estimates.n,
        estimates.cluster_count,
        estimates.value,
        estimates.standard_error,
        estimates.ci_low,
        estimates.ci_high,
        limits.control_low,
        limits.control_high,
        estimates.value between limits.control_low and limits.control_high as is_in_control,
        estimates.period_start
    from estimates
    left join limits using (use_case, metric, segment, segment_value)
)

select * from metrics
