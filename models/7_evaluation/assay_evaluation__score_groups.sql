with

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where
        split in {{ assay.judged_splits() }}
        and label is not null
        and probability is not null
),

grouped as (
    select
        use_case,
        model_version,
        split,
        learner,
        probability,
        count(*) as row_count,
        cast(sum(cast(label as integer)) as bigint) as positive_count,
        max(decision) as decision
    from predictions
    group by use_case, model_version, split, learner, probability
),

counted as (
    select
        *,
        row_count - positive_count as negative_count,
        cast(sum(row_count) over whole_split as bigint) as total_rows,
        cast(sum(positive_count) over whole_split as bigint) as total_positives,
        cast(sum(row_count) over descending_scores as bigint) as rows_at_or_above,
        cast(sum(positive_count) over descending_scores as bigint) as positives_at_or_above
    from grouped
    window
        whole_split as (partition by use_case, model_version, split),
        descending_scores as (
            partition by use_case, model_version, split
            order by probability desc
            rows between unbounded preceding and current row
        )
),

-- A placement is the share of the other class that a row is ranked on the right side of, ties half.
placed as (
    select
        *,
        total_rows - total_positives as total_negatives,
        total_rows - rows_at_or_above as rows_below,
        rows_at_or_above - positives_at_or_above as negatives_at_or_above,
        (
            2 * (total_rows - total_positives - rows_at_or_above + positives_at_or_above) + negative_count
        ) / cast(2 * nullif(total_rows - total_positives, 0) as double) as positive_placement,
        (2 * positives_at_or_above - positive_count)
        / cast(2 * nullif(total_positives, 0) as double) as negative_placement,
        cast(positives_at_or_above as double) / rows_at_or_above as precision_at_or_above
    from counted
),

-- The two running sums are what one more row at or above a positive adds to, and takes from, the
-- precision at that positive: the derivative of average precision in a row's weight.
score_groups as (
    select
        use_case,
        model_version,
        split,
        learner,
        probability,
        positive_placement,
        negative_placement,
        precision_at_or_above,
        cast(sum(cast(
            positive_count / cast(rows_at_or_above as double) as decimal(38, 12)
        )) over ascending_scores as double) as precision_gained_below,
        cast(sum(cast(
            positive_count * precision_at_or_above / rows_at_or_above as decimal(38, 12)
        )) over ascending_scores as double) as precision_lost_below,
        row_count,
        positive_count,
        negative_count,
        rows_at_or_above,
        positives_at_or_above,
        negatives_at_or_above,
        total_rows,
        total_positives,
        total_negatives,
        case
            when rows_below = 0 then 1
            else cast(least(10, ceil(cast(10 as double) * rows_below / (total_rows - 1))) as integer)
        end as calibration_bin,
        decision
    from placed
    window ascending_scores as (
        partition by use_case, model_version, split
        order by probability
        rows between unbounded preceding and current row
    )
)

select * from score_groups
