{% macro _select_class_evaluation(model, relation, threshold) %}
{#- What assay.evaluate says of a model of two classes. -#}
(
    with

    assay_scores as (
        select
            probability,
            is_called,
            cast(sum(case when is_event then 1 else 0 end) as bigint) as events,
            cast(sum(case when is_event then 0 else 1 end) as bigint) as others
        from {{ assay._select_judged(model, relation, threshold) }} as judged
        group by probability, is_called
    ),

    assay_ranked as (
        select
            *,
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
