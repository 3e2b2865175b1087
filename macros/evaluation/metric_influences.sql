{% macro metric_influences() %}
{#- Metric name -> n times its derivative in the weight of one row: what the row contributes to the
    metric's error. SQL over a judged row (label, probability, decision, its score group) and the split's
    summary. Summed over clusters they give cluster-robust errors for all metrics alike (infinitesimal
    jackknife: Jaeckel 1972; Efron 1982). The cut of the top tenth enters through the calibrated
    probability at the cut; the bins of the calibration error are taken as fixed. -#}
{%- set chosen = 'cast(decision as integer)' -%}
{%- set influences = {
    'average_precision': 'n / cast(positives as double) * (label * (
        precision_at_or_above + precision_gained_below - average_precision) - precision_lost_below)',
    'log_loss': '-ln(greatest(case when label = 1 then probability else 1 - probability end,
        cast(2.220446049250313e-16 as double))) - log_loss',
    'brier': '(label - probability) * (label - probability) - brier',
    'calibration_error': 'sign(excess_positives) * (label - probability) - calibration_error',
    'calibration_bias': 'probability - label - calibration_bias',
    'accuracy': '1 - abs(label - ' ~ chosen ~ ') - accuracy',
    'precision': 'n / cast(nullif(tp + fp, 0) as double) * ' ~ chosen ~ ' * (label - precision)',
    'recall': 'n / cast(nullif(positives, 0) as double) * label * (' ~ chosen ~ ' - recall)',
    'specificity': 'n / cast(nullif(negatives, 0) as double)
        * (1 - label) * (1 - ' ~ chosen ~ ' - specificity)',
    'balanced_accuracy': '(n / cast(nullif(positives, 0) as double) * label * (' ~ chosen ~ ' - recall)
        + n / cast(nullif(negatives, 0) as double)
        * (1 - label) * (1 - ' ~ chosen ~ ' - specificity)) / 2',
    'f1': 'n / cast(nullif(2 * tp + fp + fn, 0) as double)
        * (2 * label * ' ~ chosen ~ ' - f1 * (label + ' ~ chosen ~ '))',
    'mcc': 'n * case
        when label = 1 and decision
            then tn / mcc_scale - mcc / 2 * (1 / acted + 1 / cast(positives as double))
        when label = 1
            then -fp / mcc_scale - mcc / 2 * (1 / cast(positives as double) + 1 / not_acted)
        when decision
            then -fn / mcc_scale - mcc / 2 * (1 / acted + 1 / cast(negatives as double))
        else tp / mcc_scale - mcc / 2 * (1 / cast(negatives as double) + 1 / not_acted) end',
    'prevalence': 'label - prevalence',
    'acted_rate': chosen ~ ' - acted_rate',
    'lift_at_10': '(10 * top_decile_share * (label - top_decile_edge)
        - (top_decile_rate - top_decile_edge) - lift_at_10 * (label - prevalence)) / prevalence',
    'ks': 'n * (case when probability >= ks_threshold then 1 else 0 end * (label / nullif(positives, 0)
        - (1 - label) / nullif(negatives, 0)) - label * ks_recall / nullif(positives, 0)
        + (1 - label) * (ks_recall - ks) / nullif(negatives, 0))',
} -%}
{{ return(influences) }}
{% endmacro %}
