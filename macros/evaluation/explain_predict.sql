{% macro explain_predict(model, relation, top_k_features=5, threshold=none, class=none) %}
{#- What assay.predict returns, and why, as a query in brackets: top_feature_attributions (an array of {feature,
    attribution}: the columns of the relation whose SHAP values of the raw score are largest in size, the largest
    first), baseline_prediction_value (the raw score of a row of which nothing is known), prediction_value (the raw
    score) and approximation_error: 0, as the values of all columns and the baseline add up to the raw score. Of several
    classes it is the score of the predicted class that is explained, or of `class`. Exact for trees (path-dependent),
    linear models, naive Bayes and constants; where there are no values all four are NULL and explanation_status says
    why. Arguments as for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- set columns = assay._explained_columns(shape) if shape -%}
{%- if shape is none -%}
(select * from {{ relation }} as entities)
{%- elif columns.problem -%}
(
    select
        *,
        cast(null as {{ assay.array_type('string') }}) as top_feature_attributions,
        cast(null as double) as baseline_prediction_value,
        cast(null as double) as prediction_value,
        cast(null as double) as approximation_error,
        {{ assay.text_literal(columns.problem) }} as explanation_status
    from {{ assay.predict(model, relation, threshold) }} as assay_predicted
)
{%- else -%}
{%- set place = assay._explained_place(shape, class) -%}
(
    with

    assay_predicted as (
        with

        {{ assay._scored_ctes(shape, relation) }},

        {{ assay._attribution_ctes(shape, columns) }},

        {{ assay._select_predictions(shape, threshold, 'assay_attributed') }}
    ),

    assay_explained as (
        select
            {{ assay.star_without(['assay_raw_scores', 'assay_baselines', 'assay_attributions']) }},
            {{ assay.array_value('assay_attributions', place) }} as assay_own_attributions,
            {{ assay.array_value('assay_baselines', place) }} as baseline_prediction_value,
            {{ assay.array_value('assay_raw_scores', place) }} as prediction_value
        from assay_predicted
    )

    select
        {{ assay.star_without(['assay_own_attributions']) }},
        {{ assay.largest_terms(columns.names, 'assay_own_attributions', top_k_features) }} as top_feature_attributions,
        cast(0 as double) as approximation_error,
        'exact' as explanation_status
    from assay_explained
)
{%- endif -%}
{% endmacro %}
