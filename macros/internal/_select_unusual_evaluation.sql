{% macro _select_unusual_evaluation(shape, relation) %}
{#- What assay.evaluate says of a model of components or anomalies. -#}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    assay_measured as (
        select
            {{ assay.array_value('assay_scores', shape.outputs | length) }} as squared_length,
            {{ assay._unusualness(shape) }} as unusualness
        from assay_scored
    )

    select
        {% if shape.link == 'component' -%}
        1 - {{ assay.exact_sum('unusualness') }} * {{ shape.features | length }}
        / nullif({{ assay.exact_sum('squared_length') }}, 0) as total_explained_variance_ratio,
        {{ assay.exact_sum('unusualness') }} / nullif(count(*), 0) as mean_squared_error,
        {%- else -%}
        {{ assay.exact_sum('unusualness') }} / nullif(count(*), 0) as mean_anomaly_score,
        {%- endif %}
        count(*) as n
    from assay_measured
)
{% endmacro %}
