{% macro evaluate(model, relation, threshold=0.5) %}
{#- One row: how well `model` predicts the labelled rows of `relation`: precision, recall, accuracy, f1_score (at
    `threshold`), log_loss, roc_auc, brier and n. What a relation cannot say (one class only, nothing called) is NULL.
    A query in brackets; arguments as for assay.predict. -#}
(
    with

    assay_scores as (
        select
            probability,
            cast(sum(case when is_event then 1 else 0 end) as bigint) as events,
            cast(sum(case when is_event then 0 else 1 end) as bigint) as others
        from {{ assay._select_judged(model, relation, threshold) }} as judged
        group by probability
    ),

    assay_ranked as (
        select
            *,
            probability >= cast({{ threshold }} as double) as is_called,
            sum(others) over (order by probability) - others as others_below
        from assay_scores
    ),

    assay_counts as (
        select
            cast(sum(case when is_called then events else 0 end) as double) as true_positives,
            cast(sum(case when is_called then others else 0 end) as double) as false_positives,
            cast(sum(events) as double) as all_events,
            cast(sum(others) as double) as all_others,
            cast(sum(events * (2 * others_below + others)) as double) as twice_wins,
            {{ assay.exact_sum('-(events * ln(probability) + others * ln(1 - probability))') }} as loss,
            {{ assay.exact_sum('events * power(1 - probability, 2) + others * power(probability, 2)') }}
                as squared_error
        from assay_ranked
    )

    select
        true_positives / nullif(true_positives + false_positives, 0) as precision,
        true_positives / nullif(all_events, 0) as recall,
        (true_positives + all_others - false_positives) / nullif(all_events + all_others, 0) as accuracy,
        2 * true_positives / nullif(all_events + true_positives + false_positives, 0) as f1_score,
        loss / nullif(all_events + all_others, 0) as log_loss,
        twice_wins / nullif(2 * all_events * all_others, 0) as roc_auc,
        squared_error / nullif(all_events + all_others, 0) as brier,
        cast(coalesce(all_events + all_others, 0) as bigint) as n
    from assay_counts
)
{% endmacro %}
