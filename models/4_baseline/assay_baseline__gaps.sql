with

gap_references as (
    select * from {{ ref('assay_baseline__gap_references') }}
),

trends as (
    select * from {{ ref('assay_baseline__trends') }}
),

signed as (
    select
        *,
        case direction when 'down' then 1 when 'up' then -1 end as sign
    from gap_references
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
    from signed
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
        compared.benchmark_source,
        case
            when compared.reference_kind is null or compared.direction is null then 'not_declared'
            else compared.evidence_status
        end as evidence_status,
        case
            when compared.direction is null then 'the metric has no direction'
            when compared.reference_kind is null
                then 'no target, benchmark or ceiling is declared, and no segment can be compared'
            when compared.evidence_status <> 'ok' then 'fewer than two independent decisions'
            when trends.slope_standard_error is null then 'too few months for a trend'
            when compared.unit_amount is null then 'the metric has no unit_amount'
        end as reason,
        compared.n,
        compared.value,
        compared.standard_error,
        compared.reference_value,
        compared.target_value,
        compared.benchmark_value,
        compared.best_segment_mean,
        compared.ceiling_value,
        compared.gap,
        compared.gap_standard_error,
        compared.gap - cast(1.959963984540054 as double) * compared.gap_standard_error
            as gap_ci_low,
        compared.gap + cast(1.959963984540054 as double) * compared.gap_standard_error
            as gap_ci_high,
        compared.sign * (compared.value - compared.ceiling_value) + 0 as ceiling_gap,
        compared.sign * (trends.last_value - compared.reference_value) + 0 as current_gap,
        compared.sign * trends.slope_per_month as gap_trend_per_month,
        trends.slope_standard_error as gap_trend_standard_error,
        trends.month_count,
        compared.unit_amount,
        abs(compared.gap) > cast(1.959963984540054 as double) * compared.gap_standard_error
            as is_significant,
        trends.last_period_start
    from compared
    left join trends using (use_case, metric, segment, segment_value)
)

select * from gaps
