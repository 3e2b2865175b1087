with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

objectives as (
    select * from {{ ref('assay_inputs__objectives') }}
),

measurements as (
    select * from {{ ref('assay_value__measurements') }}
),

latest_days as (
    {{ assay._select_latest_days(ref('assay_inputs__decisions')) }}
),

compared as (
    select
        use_cases.use_case,
        coalesce(objectives.layer, 'none') as layer,
        coalesce(objectives.metric, 'none declared') as metric,
        objectives.direction,
        objectives.unit,
        objectives.owner,
        objectives.target,
        objectives.is_guardrail,
        objectives.deadline,
        objectives.metric is not null as is_declared,
        measurements.source,
        measurements.interval_kind,
        measurements.value,
        measurements.ci_low,
        measurements.ci_high,
        measurements.baseline_value,
        measurements.n,
        coalesce(measurements.value, measurements.ci_low, measurements.ci_high) is not null
            as is_measured,
        case objectives.direction when 'down' then measurements.ci_high else measurements.ci_low end
            as worst_value,
        case objectives.direction when 'down' then measurements.ci_low else measurements.ci_high end
            as best_value,
        case objectives.direction when 'down' then -1 else 1 end as sign,
        latest_days.as_of_date
    from use_cases
    left join objectives on use_cases.use_case = objectives.use_case
    left join measurements
        on
            objectives.use_case = measurements.use_case
            and objectives.metric = measurements.metric
    left join latest_days on use_cases.use_case = latest_days.use_case
),

judged as (
    select
        *,
        case
            when target is null or not is_measured then 'no_data'
            when sign * worst_value >= sign * target then 'met'
            when sign * best_value < sign * target then 'not_met'
            else 'undecided'
        end as status
    from compared
),

published as (
    select
        use_case,
        layer,
        metric,
        direction,
        unit,
        owner,
        source,
        interval_kind,
        status,
        case
            when not is_declared then 'no objective is declared'
            when target is null then 'no target is declared'
            when not is_measured then 'nothing of this name is measured'
            when status = 'undecided' and worst_value is null and best_value is null
                then 'the value has no interval'
            when status = 'undecided' then 'the interval holds the target'
        end as reason,
        target,
        value,
        ci_low,
        ci_high,
        baseline_value,
        -- Where the baseline is beyond the target already, no distance is left to be covered.
        case
            when sign * (target - baseline_value) > 0
                then (value - baseline_value) / (target - baseline_value)
        end as progress_rate,
        coalesce(n, 0) as n,
        coalesce(is_guardrail, false) as is_guardrail,
        deadline < as_of_date as is_deadline_passed,
        deadline,
        as_of_date
    from judged
)

select * from published
