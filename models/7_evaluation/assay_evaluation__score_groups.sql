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
        output,
        split,
        learner,
        probability,
        count(*) as row_count,
        cast(sum(cast(label as integer)) as bigint) as positive_count,
        max(decision) as decision
    from predictions
    group by use_case, model_version, output, split, learner, probability
),

totals as (
    select
        use_case,
        model_version,
        output,
        split,
        cast(sum(row_count) as bigint) as total_rows,
        cast(sum(positive_count) as bigint) as total_positives
    from grouped
    group by use_case, model_version, output, split
),

counted as (
    select
        grouped.*,
        grouped.row_count - grouped.positive_count as negative_count,
        totals.total_rows,
        totals.total_positives,
        totals.total_rows - totals.total_positives as total_negatives,
        cast(sum(grouped.row_count) over descending_scores as bigint) as rows_at_or_above,
        cast(sum(grouped.positive_count) over descending_scores as bigint) as positives_at_or_above
    from grouped
    inner join totals
        on
            grouped.use_case = totals.use_case
            and grouped.model_version = totals.model_version
            and grouped.output = totals.output
            and grouped.split = totals.split
    window descending_scores as (
        partition by
            grouped.use_case, grouped.model_version, grouped.output, grouped.split
        order by grouped.probability desc
        rows between unbounded preceding and current row
    )
),

-- A placement is the share of the other class that a row is ranked on the right side of, ties half.
placed as (
    select
        *,
        total_rows - rows_at_or_above as rows_below,
        rows_at_or_above - positives_at_or_above as negatives_at_or_above,
        (2 * (total_negatives - rows_at_or_above + positives_at_or_above) + negative_count)
        / cast(2 * nullif(total_negatives, 0) as double) as positive_placement,
        (2 * positives_at_or_above - positive_count)
        / cast(2 * nullif(total_positives, 0) as double) as negative_placement,
        cast(positives_at_or_above as double) / rows_at_or_above as precision_at_or_above,
        cast(positive_count / cast(rows_at_or_above as double) as decimal(38, 12)) as gained,
        cast(
            positive_count * cast(positives_at_or_above as double)
            / rows_at_or_above / rows_at_or_above as decimal(38, 12)
        ) as lost
    from counted
),

-- The two running sums are what one more positive adds to, and one more row takes from, the summed
-- precision at this group's positives and all below: the derivative of average precision.
score_groups as (
    select
        use_case,
        model_version,
        output,
        split,
        learner,
        probability,
        positive_placement,
        negative_placement,
        precision_at_or_above,
        cast(sum(gained) over ascending_scores as double) as precision_gained_below,
        cast(sum(lost) over ascending_scores as double) as precision_lost_below,
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
            else cast(
                least(10, ceil(cast(10 as double) * rows_below / (total_rows - 1))) as integer
            )
        end as calibration_bin,
        decision
    from placed
    window ascending_scores as (
        partition by use_case, model_version, output, split
        order by probability desc
        rows between current row and unbounded following
    )
)

select * from score_groups
