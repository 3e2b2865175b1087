with

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where
        split in {{ assay.judged_splits() }}
        and label is not null
        and probability is not null
),

score_groups as (
    select * from {{ ref('assay_evaluation__score_groups') }}
),

calibration_bins as (
    select * from {{ ref('assay_evaluation__calibration_bins') }}
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
),

separations as (
    select
        score_groups.use_case,
        score_groups.model_version,
        score_groups.output,
        score_groups.split,
        score_groups.positives_at_or_above
        / cast(nullif(score_groups.total_positives, 0) as double) as ks_recall
    from score_groups
    inner join {{ ref('assay_evaluation__summaries') }} as summaries
        on
            score_groups.use_case = summaries.use_case
            and score_groups.model_version = summaries.model_version
            and score_groups.output = summaries.output
            and score_groups.split = summaries.split
            and score_groups.probability = summaries.ks_threshold
),

summaries as (
    select
        summaries.*,
        separations.ks_recall,
        nullif(cast(summaries.tp + summaries.fp as double), 0) as acted,
        nullif(cast(summaries.tn + summaries.fn as double), 0) as not_acted,
        nullif(sqrt(
            cast(summaries.tp + summaries.fp as double)
            * summaries.positives * summaries.negatives * (summaries.tn + summaries.fn)
        ), 0) as mcc_scale
    from {{ ref('assay_evaluation__summaries') }} as summaries
    left join separations
        on
            summaries.use_case = separations.use_case
            and summaries.model_version = separations.model_version
            and summaries.output = separations.output
            and summaries.split = separations.split
),

judged as (
    select
        summaries.*,
        predictions.cluster_id,
        predictions.probability,
        predictions.label,
        score_groups.positive_placement,
        score_groups.negative_placement,
        score_groups.precision_at_or_above,
        score_groups.precision_gained_below,
        score_groups.precision_lost_below,
        calibration_bins.excess_positives,
        case
            when predictions.decision then outcomes.value_if_acting
            else outcomes.value_if_not_acting
        end as decision_value,
        case
            when predictions.probability > summaries.top_decile_edge then 1
            when predictions.probability = summaries.top_decile_edge
                then summaries.top_decile_edge_share
            else 0
        end as top_decile_share,
        predictions.decision
    from predictions
    inner join summaries
        on
            predictions.use_case = summaries.use_case
            and predictions.model_version = summaries.model_version
            and predictions.output = summaries.output
            and predictions.split = summaries.split
    inner join score_groups
        on
            predictions.use_case = score_groups.use_case
            and predictions.model_version = score_groups.model_version
            and predictions.output = score_groups.output
            and predictions.split = score_groups.split
            and predictions.probability = score_groups.probability
    inner join calibration_bins
        on
            score_groups.use_case = calibration_bins.use_case
            and score_groups.model_version = calibration_bins.model_version
            and score_groups.output = calibration_bins.output
            and score_groups.split = calibration_bins.split
            and score_groups.calibration_bin = calibration_bins.calibration_bin
    left join outcomes
        on
            predictions.use_case = outcomes.use_case
            and predictions.entity_id = outcomes.entity_id
            and predictions.decided_at = outcomes.decided_at
),

cluster_influences as (
    select
        use_case,
        model_version,
        output,
        split,
        cluster_id,
        learner,
        {{ assay.exact_sum('case when label = 1 then positive_placement - roc_auc else 0 end') }}
            as roc_auc_positives,
        {{ assay.exact_sum('case when label = 0 then negative_placement - roc_auc else 0 end') }}
            as roc_auc_negatives,
        {%- for metric, influence in assay.metric_influences().items() %}
        {{ assay.exact_sum(influence) }} as {{ metric }},
        {%- endfor %}
        {{ assay.exact_sum('case when decision is not null then decision_value end') }}
            as value_sum,
        count(case when decision is not null then decision_value end) as valued_rows,
        count(*) as row_count,
        cast(sum(cast(label as integer)) as bigint) as positive_count
    from judged
    group by use_case, model_version, output, split, cluster_id, learner
)

select * from cluster_influences
