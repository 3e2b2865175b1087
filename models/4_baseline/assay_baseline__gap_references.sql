with

estimates as (
    select * from {{ ref('assay_baseline__estimates') }}
    where period = 'all'
),

declared as (
    select * from {{ ref('assay_inputs__metrics') }}
),

measured as (
    select
        estimates.*,
        declared.benchmark_source,
        declared.target,
        declared.benchmark_value,
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
            order by
                case direction when 'down' then value when 'up' then -value end,
                segment,
                segment_value
        ) as segment_rank
    from measured
    where
        segment <> 'all'
        and segment_value <> 'missing'
        and direction is not null
        and standard_error is not null
        and n >= {{ var('assay_reference_rows', 100) }}
        -- Few clusters are one stroke of luck.
        and cluster_count >= 10
),

best_segments as (
    select * from ranked_segments
    where segment_rank = 1
),

chosen as (
    select
        measured.*,
        best_segments.segment as best_segment,
        best_segments.segment_value as best_segment_value,
        best_segments.value as best_value,
        best_segments.standard_error as best_standard_error,
        case
            when measured.target is not null then 'target'
            when measured.benchmark_value is not null then 'benchmark'
            when best_segments.use_case is not null then 'best_segment'
            when measured.ceiling is not null then 'ceiling'
        end as reference_kind
    from measured
    left join best_segments using (use_case, metric)
),

gap_references as (
    select
        use_case,
        metric,
        segment,
        segment_value,
        unit,
        direction,
        reference_kind,
        case when reference_kind = 'best_segment' then best_segment end as reference_segment,
        case when reference_kind = 'best_segment' then best_segment_value end
            as reference_segment_value,
        benchmark_source,
        evidence_status,
        n,
        value,
        standard_error,
        unit_amount,
        case reference_kind
            when 'target' then target
            when 'benchmark' then benchmark_value
            when 'best_segment' then best_value
            when 'ceiling' then ceiling
        end as reference_value,
        case
            when reference_kind = 'best_segment' then best_standard_error
            else cast(0 as double)
        end as reference_standard_error,
        target as target_value,
        benchmark_value,
        best_value as best_segment_mean,
        ceiling as ceiling_value
    from chosen
)

select * from gap_references
