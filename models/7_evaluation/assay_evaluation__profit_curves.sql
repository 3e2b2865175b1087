with

probabilities as (
    select * from {{ ref('assay_evaluation__probabilities') }}
    where split = 'valid'
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
    where split = 'valid'
),

-- A scan of its own, because rows that are used twice would be kept in memory.
counted as (
    select
        use_case,
        model_version,
        count(probability) as row_count
    from {{ ref('assay_evaluation__probabilities') }}
    where split = 'valid'
    group by use_case, model_version
),

scored as (
    select
        probabilities.use_case,
        probabilities.model_version,
        probabilities.learner,
        probabilities.probability,
        outcomes.label,
        outcomes.value_if_not_acting,
        outcomes.value_if_acting - outcomes.value_if_not_acting as gain,
        counted.row_count
    from probabilities
    inner join counted
        on
            probabilities.use_case = counted.use_case
            and probabilities.model_version = counted.model_version
    inner join outcomes
        on
            probabilities.use_case = outcomes.use_case
            and probabilities.entity_id = outcomes.entity_id
            and probabilities.decided_at = outcomes.decided_at
    where probabilities.probability is not null
),

-- Every distinct probability is a possible threshold. Very many rows are first put into bins of
-- equal width: each bin's lowest probability is still an exact point of the curve, only fewer are
-- tried.
binned as (
    select
        *,
        case
            when row_count <= {{ var('assay_exact_curve_rows', 1000000) }} then probability
            else floor(probability * {{ var('assay_curve_bins', 10000) }})
        end as score_bin
    from scored
),

grouped as (
    select
        use_case,
        model_version,
        learner,
        min(probability) as threshold,
        count(*) as group_rows,
        count(gain) as group_valued_rows,
        sum(cast(label as integer)) as group_positives,
        coalesce({{ assay.exact_group_sum('gain') }}, 0) as group_gain,
        {{ assay.exact_group_sum('value_if_not_acting') }} as group_value_if_not_acting
    from binned
    group by use_case, model_version, learner, score_bin
),

with_never as (
    select * from grouped
    union all
    select distinct
        use_case,
        model_version,
        learner,
        {{ assay._never_threshold() }} as threshold,
        0 as group_rows,
        0 as group_valued_rows,
        0 as group_positives,
        cast(0 as double) as group_gain,
        cast(null as double) as group_value_if_not_acting
    from grouped
),

accumulated as (
    select
        use_case,
        model_version,
        learner,
        threshold,
        cast(sum(cast(group_gain as decimal(38, 12))) over descending_scores as double) as gain,
        cast(sum(cast(group_value_if_not_acting as decimal(38, 12))) over all_scores as double)
            as value_of_never_acting,
        cast(sum(group_rows) over descending_scores as bigint) as acted_rows,
        cast(sum(group_positives) over descending_scores as bigint) as true_positives,
        cast(sum(group_rows) over all_scores as bigint) as n,
        cast(sum(group_positives) over all_scores as bigint) as positives,
        cast(sum(group_valued_rows) over all_scores as bigint) as valued_rows
    from with_never
    window
        all_scores as (partition by use_case, model_version),
        descending_scores as (
            partition by use_case, model_version
            order by threshold desc
            rows between unbounded preceding and current row
        )
),

profit_curves as (
    select
        use_case,
        model_version,
        learner,
        threshold,
        value_of_never_acting + gain as total_value,
        (value_of_never_acting + gain) / nullif(valued_rows, 0) as value_per_decision,
        cast(acted_rows as double) / n as acted_rate,
        cast(true_positives as double) / nullif(positives, 0) as true_positive_rate,
        cast(acted_rows - true_positives as double) / nullif(n - positives, 0)
            as false_positive_rate,
        n,
        valued_rows,
        acted_rows,
        true_positives
    from accumulated
)

select * from profit_curves
