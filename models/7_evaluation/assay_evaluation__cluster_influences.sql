{#- n times the derivative of each metric in the weight of one row: what the row contributes to the
    metric's error. Sums over clusters give cluster-robust standard errors for all metrics alike. -#}
{%- set chosen = 'cast(decision as integer)' -%}
{%- set influences = {
    'average_precision': 'n / cast(positives as double) * (label * (precision_at_or_above + precision_gained_below
        - average_precision) - precision_lost_below)',
    'log_loss': '-ln(greatest(case when label = 1 then probability else 1 - probability end,
        cast(2.220446049250313e-16 as double))) - log_loss',
    'brier': '(label - probability) * (label - probability) - brier',
    'calibration_error': 'sign(excess_positives) * (label - probability) - calibration_error',
    'calibration_bias': 'probability - label - calibration_bias',
    'accuracy': '1 - abs(label - ' ~ chosen ~ ') - accuracy',
    'precision': 'n / cast(nullif(tp + fp, 0) as double) * ' ~ chosen ~ ' * (label - precision)',
    'recall': 'n / cast(nullif(positives, 0) as double) * label * (' ~ chosen ~ ' - recall)',
    'specificity': 'n / cast(nullif(negatives, 0) as double) * (1 - label) * (1 - ' ~ chosen ~ ' - specificity)',
    'balanced_accuracy': '(n / cast(nullif(positives, 0) as double) * label * (' ~ chosen ~ ' - recall)
        + n / cast(nullif(negatives, 0) as double) * (1 - label) * (1 - ' ~ chosen ~ ' - specificity)) / 2',
    'f1': 'n / cast(nullif(2 * tp + fp + fn, 0) as double) * (2 * label * ' ~ chosen ~ ' - f1 * (label + ' ~ chosen ~ '))',
    'mcc': 'n * case
        when label = 1 and decision then tn / mcc_scale - mcc / 2 * (1 / acted + 1 / cast(positives as double))
        when label = 1 then -fp / mcc_scale - mcc / 2 * (1 / cast(positives as double) + 1 / not_acted)
        when decision then -fn / mcc_scale - mcc / 2 * (1 / acted + 1 / cast(negatives as double))
        else tp / mcc_scale - mcc / 2 * (1 / cast(negatives as double) + 1 / not_acted) end',
    'prevalence': 'label - prevalence',
    'acted_rate': chosen ~ ' - acted_rate',
    'lift_at_10': '(10 * top_decile_share * (label - top_decile_edge) - (top_decile_rate - top_decile_edge)
        - lift_at_10 * (label - prevalence)) / prevalence',
    'ks': 'n * (case when probability >= ks_threshold then 1 else 0 end * (label / nullif(positives, 0)
        - (1 - label) / nullif(negatives, 0)) - label * ks_recall / nullif(positives, 0)
        + (1 - label) * (ks_recall - ks) / nullif(negatives, 0))',
} -%}
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
        score_groups.split,
        score_groups.positives_at_or_above / cast(nullif(score_groups.total_positives, 0) as double) as ks_recall
    from score_groups
    inner join {{ ref('assay_evaluation__summaries') }} as summaries
        on
            score_groups.use_case = summaries.use_case
            and score_groups.model_version = summaries.model_version
            and score_groups.split = summaries.split
            and score_groups.probability = summaries.ks_threshold
),

summaries as (
    select
        summaries.*,
        separations.ks_recall,
        nullif(cast(tp + fp as double), 0) as acted,
        nullif(cast(tn + fn as double), 0) as not_acted,
        nullif(sqrt(cast(tp + fp as double) * positives * negatives * (tn + fn)), 0) as mcc_scale
    from {{ ref('assay_evaluation__summaries') }} as summaries
    left join separations
        on
            summaries.use_case = separations.use_case
            and summaries.model_version = separations.model_version
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
        case when predictions.decision then outcomes.value_if_acting else outcomes.value_if_not_acting end
            as decision_value,
        case
            when predictions.probability > summaries.top_decile_edge then 1
            when predictions.probability = summaries.top_decile_edge then summaries.top_decile_edge_share
            else 0
        end as top_decile_share,
        predictions.decision
    from predictions
    inner join summaries
        on
            predictions.use_case = summaries.use_case
            and predictions.model_version = summaries.model_version
            and predictions.split = summaries.split
    inner join score_groups
        on
            predictions.use_case = score_groups.use_case
            and predictions.model_version = score_groups.model_version
            and predictions.split = score_groups.split
            and predictions.probability = score_groups.probability
    inner join calibration_bins
        on
            score_groups.use_case = calibration_bins.use_case
            and score_groups.model_version = calibration_bins.model_version
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
        split,
        cluster_id,
        learner,
        {{ assay.exact_sum('case when label = 1 then positive_placement - roc_auc else 0 end') }} as roc_auc_positives,
        {{ assay.exact_sum('case when label = 0 then negative_placement - roc_auc else 0 end') }} as roc_auc_negatives,
        {%- for metric, influence in influences.items() %}
        {{ assay.exact_sum(influence) }} as {{ metric }},
        {%- endfor %}
        {{ assay.exact_sum('case when decision is not null then decision_value end') }} as value_sum,
        count(case when decision is not null then decision_value end) as valued_rows,
        count(*) as row_count,
        cast(sum(cast(label as integer)) as bigint) as positive_count
    from judged
    group by use_case, model_version, split, cluster_id, learner
)

select * from cluster_influences
