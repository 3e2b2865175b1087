{% macro _select_several_evaluation(shape, model, relation) %}
{#- What assay.evaluate says of a model of several classes: means over the classes that are expected or predicted, a
    share of nothing counting 0; the area under the curve is the mean of each class against all others. -#}
(
    with

    assay_judged as (
        select
            *,
            row_number() over (order by expected_label, predicted_label, probabilities) as assay_number
        from {{ assay._select_judged(model, relation) }} as judged
    ),

    assay_classes as (
        select expected_label as class from assay_judged
        union
        select predicted_label from assay_judged
    ),

    assay_counts as (
        select
            classes.class,
            cast(sum(case when expected_label = class and predicted_label = class then 1 else 0 end) as double) as hits,
            cast(sum(case when expected_label = class then 1 else 0 end) as double) as expected,
            cast(sum(case when predicted_label = class then 1 else 0 end) as double) as predicted
        from assay_classes as classes
        cross join assay_judged
        group by classes.class
    ),

    assay_means as (
        select
            {{ assay.exact_sum('coalesce(hits / nullif(predicted, 0), 0)') }} / count(*) as precision,
            {{ assay.exact_sum('coalesce(hits / nullif(expected, 0), 0)') }} / count(*) as recall,
            sum(hits) / nullif(sum(expected), 0) as accuracy,
            {{ assay.exact_sum('2 * hits / (expected + predicted)') }} / count(*) as f1_score
        from assay_counts
    ),

    assay_shares as (
        select
            assay_number,
            expected_label,
            {{ assay.exploded_arrays({'probability': 'probabilities', 'class': assay._text_array(shape.classes)}, 'place') }}
        from assay_judged
    ),

    assay_scores as (
        select
            class,
            probability,
            cast(sum(case when expected_label = class then 1 else 0 end) as double) as events,
            cast(sum(case when expected_label = class then 0 else 1 end) as double) as others
        from assay_shares
        group by class, probability
    ),

    assay_ranked as (
        select
            *,
            sum(others) over (partition by class order by probability) - others as others_below
        from assay_scores
    ),

    assay_areas as (
        select
            class,
            sum(events * (2 * others_below + others)) / nullif(2 * sum(events) * sum(others), 0) as area
        from assay_ranked
        group by class
    ),

    assay_losses as (
        select
            {{ assay.exact_sum(
                '-ln(greatest(probability, cast(2.220446049250313e-16 as double)))'
            ) }} / nullif(count(*), 0) as log_loss
        from assay_shares
        where class = expected_label
    )

    select
        assay_means.precision,
        assay_means.recall,
        assay_means.accuracy,
        assay_means.f1_score,
        assay_losses.log_loss,
        (select {{ assay.exact_sum('area') }} / nullif(count(area), 0) from assay_areas) as roc_auc,
        (select count(*) from assay_judged) as n
    from assay_means
    cross join assay_losses
)
{% endmacro %}
