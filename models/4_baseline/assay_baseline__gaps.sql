with

estimates as (
    select * from {{ ref('assay_baseline__estimates') }}
    where period = 'all'
),

trends as (
    select * from {{ ref('assay_baseline__trends') }}
),

declared as (
    select use_case, metric, unit, direction, target from {{ ref('assay_inputs__metrics') }}
),

measured as (
    select
        estimates.*,
        declared.target,
        case estimates.metric
            when 'label_rate' then 'ratio'
            when 'current_policy_value' then 'amount per decision'
            else declared.unit
        end as unit,
        case estimates.metric
            when 'label_rate' then 'down'
            when 'current_policy_value' then 'up'
            else declared.direction
        end as direction
    from estimates
    left join declared using (use_case, metric)
),

ranked_segments as (
    select
        *,
        row_number() over (
            partition by use_case, metric
            order by case direction when 'down' then value when 'up' then -value end, segment, segment_value
        ) as segment_rank
    from measured
    where
        segment <> 'all'
        and direction is not null
        and standard_error is not null
        and n >= {{ var('assay_reference_rows', 100) }}
),

best_segments as (
    select * from ranked_segments
    where segment_rank = 1
),

referenced as (
    select
        measured.*,
        case
            when measured.target is not null then 'target'
            when best_segments.use_case is not null then 'best_segment'
        end as reference_kind,
        case when measured.target is null then best_segments.segment end as reference_segment,
        case when measured.target is null then best_segments.segment_value end as reference_segment_value,
        coalesce(measured.target, best_segments.value) as reference_value,
        case when measured.target is null then best_segments.standard_error else cast(0 as double) end
            as reference_standard_error,
        case measured.direction when 'down' then 1 when 'up' then -1 end as sign
    from measured
    left join best_segments using (use_case, metric)
),

compared as (
    select
        *,
        sign * (value - reference_value) + 0 as gap,
        case
            when segment = reference_segment and segment_value = reference_segment_value
                then cast(0 as double)
            else sqrt(power(standard_error, 2) + power(reference_standard_error, 2))
        end as gap_standard_error
    from referenced
),

gaps as (
    select
        compared.use_case,
        compared.metric,
        compared.segment,
        compared.segment_value,
        compared.unit,
        compared.direction,
        compared.reference_kind,
        compared.reference_segment,
        compared.reference_segment_value,
        case
            when compared.reference_kind is null or compared.direction is null then 'not_declared'
            else compared.evidence_status
        end as evidence_status,
        compared.n,
        compared.value,
        compared.standard_error,
        compared.reference_value,
        compared.gap,
        compared.gap_standard_error,
        compared.gap - cast(1.959963984540054 as double) * compared.gap_standard_error as gap_ci_low,
        compared.gap + cast(1.959963984540054 as double) * compared.gap_standard_error as gap_ci_high,
        compared.sign * (trends.last_value - compared.reference_value) + 0 as current_gap,
        compared.sign * trends.slope_per_month as gap_trend_per_month,
        trends.slope_standard_error as gap_trend_standard_error,
        trends.month_count,
        compared.unit_amount,
        abs(compared.gap) > cast(1.959963984540054 as double) * compared.gap_standard_error as is_significant,
        trends.last_period_start
    from compared
    left join trends using (use_case, metric, segment, segment_value)
)

select * from gaps
