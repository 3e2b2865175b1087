{% macro roc_curve(model, relation) %}
{#- One row per distinct probability that `model` gives the labelled rows of `relation`, from the highest down:
    threshold, recall, false_positive_rate and the four counts when rows at or above it are called events. A query in
    brackets; arguments as for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape and shape.task != 'binary' -%}
    {{ exceptions.raise_compiler_error('assay.roc_curve reads a model of two classes; the task is ' ~ shape.task ~ '.') }}
{%- endif -%}
(
    with

    assay_scores as (
        select
            probability as threshold,
            cast(sum(case when is_event then 1 else 0 end) as bigint) as events,
            cast(sum(case when is_event then 0 else 1 end) as bigint) as others
        from {{ assay._select_judged(model, relation) }} as judged
        group by probability
    ),

    assay_counts as (
        select
            threshold,
            cast(sum(events) over (order by threshold desc) as bigint) as true_positives,
            cast(sum(others) over (order by threshold desc) as bigint) as false_positives,
            cast(sum(events) over () as bigint) as all_events,
            cast(sum(others) over () as bigint) as all_others
        from assay_scores
    )

    select
        threshold,
        true_positives / nullif(cast(all_events as double), 0) as recall,
        false_positives / nullif(cast(all_others as double), 0) as false_positive_rate,
        true_positives,
        false_positives,
        all_others - false_positives as true_negatives,
        all_events - true_positives as false_negatives
    from assay_counts
)
{% endmacro %}
