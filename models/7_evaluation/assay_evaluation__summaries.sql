{%- set keys = 'use_case, model_version, output, split' -%}
{%- set epsilon = 'cast(2.220446049250313e-16 as double)' -%}
with

score_groups as (
    select * from {{ ref('assay_evaluation__score_groups') }}
),

calibration_bins as (
    select * from {{ ref('assay_evaluation__calibration_bins') }}
),

calibration_errors as (
    select
        {{ keys }},
        {{ assay.exact_sum('abs(excess_positives)') }} as absolute_excess
    from calibration_bins
    group by {{ keys }}
),

lined_up as (
    select
        *,
        positives_at_or_above / cast(nullif(total_positives, 0) as double)
        - negatives_at_or_above / cast(nullif(total_negatives, 0) as double) as separation,
        10 * (rows_at_or_above - row_count) < total_rows and 10 * rows_at_or_above >= total_rows
            as holds_top_decile_edge
    from score_groups
),

ranked as (
    select
        *,
        row_number() over (partition by {{ keys }} order by separation desc, probability desc)
            as separation_rank
    from lined_up
),

-- The last group that reaches into the top tenth counts with the share of it that fits.
totals as (
    select
        {{ keys }},
        learner,
        {{ assay.exact_sum('positive_count * positive_placement') }} as placement_sum,
        {{ assay.exact_sum('positive_count * precision_at_or_above') }} as precision_sum,
        {{ assay.exact_sum(
            'positive_count * -ln(greatest(probability, ' ~ epsilon ~ '))'
            ~ ' + negative_count * -ln(greatest(1 - probability, ' ~ epsilon ~ '))'
        ) }} as log_loss_sum,
        {{ assay.exact_sum(
            'positive_count * (1 - probability) * (1 - probability)'
            ~ ' + negative_count * probability * probability'
        ) }} as square_error_sum,
        {{ assay.exact_sum('row_count * probability') }} as probability_sum,
        max(separation) as ks,
        max(case when separation_rank = 1 then probability end) as ks_threshold,
        max(case when holds_top_decile_edge then probability end) as top_decile_edge,
        max(case
            when holds_top_decile_edge
                then
                    positives_at_or_above
                    - (rows_at_or_above - cast(0.1 as double) * total_rows)
                    * positive_count / row_count
        end) as top_decile_positives,
        max(case when holds_top_decile_edge then row_count end) as top_decile_edge_rows,
        max(case when holds_top_decile_edge then rows_at_or_above end) as top_decile_rows,
        max(total_rows) as n,
        max(total_positives) as positives,
        max(total_negatives) as negatives,
        cast(sum(case when decision then positive_count end) as bigint) as acted_positives,
        cast(sum(case when decision then negative_count end) as bigint) as acted_negatives,
        max(case when decision is not null then 1 else 0 end) as has_threshold
    from ranked
    group by {{ keys }}, learner
),

counted as (
    select
        *,
        case when has_threshold = 1 then coalesce(acted_positives, 0) end as tp,
        case when has_threshold = 1 then coalesce(acted_negatives, 0) end as fp,
        case when has_threshold = 1 then positives - coalesce(acted_positives, 0) end as fn,
        case when has_threshold = 1 then negatives - coalesce(acted_negatives, 0) end as tn
    from totals
),

with_calibration as (
    select
        counted.*,
        calibration_errors.absolute_excess
    from counted
    inner join calibration_errors
        on
            counted.use_case = calibration_errors.use_case
            and counted.model_version = calibration_errors.model_version
            and counted.output = calibration_errors.output
            and counted.split = calibration_errors.split
),

summaries as (
    select
        {{ keys }},
        learner,
        case when negatives > 0 then placement_sum / nullif(positives, 0) end as roc_auc,
        case when negatives > 0 then precision_sum / nullif(positives, 0) end as average_precision,
        log_loss_sum / n as log_loss,
        square_error_sum / n as brier,
        absolute_excess / n as calibration_error,
        (probability_sum - positives) / n as calibration_bias,
        (tp + tn) / cast(n as double) as accuracy,
        tp / cast(nullif(tp + fp, 0) as double) as precision,
        tp / cast(nullif(positives, 0) as double) as recall,
        tn / cast(nullif(negatives, 0) as double) as specificity,
        (tp / cast(nullif(positives, 0) as double) + tn / cast(nullif(negatives, 0) as double)) / 2
            as balanced_accuracy,
        2 * tp / cast(nullif(2 * tp + fp + fn, 0) as double) as f1,
        (cast(tp as double) * tn - cast(fp as double) * fn) / nullif(
            sqrt(cast(tp + fp as double) * positives * negatives * (tn + fn)), 0
        ) as mcc,
        positives / cast(n as double) as prevalence,
        (tp + fp) / cast(n as double) as acted_rate,
        10 * top_decile_positives / nullif(positives, 0) as lift_at_10,
        ks,
        ks_threshold,
        top_decile_edge,
        10 * top_decile_positives / n as top_decile_rate,
        (top_decile_edge_rows - top_decile_rows + cast(0.1 as double) * n) / top_decile_edge_rows
            as top_decile_edge_share,
        n,
        positives,
        negatives,
        tp,
        fp,
        fn,
        tn
    from with_calibration
)

select * from summaries
