{% macro explain_predict(model, relation, top_k_features=5, threshold=none) %}
{#- What assay.predict returns, and why, as a query in brackets: top_feature_attributions (an array of {feature,
    attribution}: the columns of the relation whose SHAP values of the raw score are largest in size, the largest
    first), baseline_prediction_value (the raw score of a row of which nothing is known), prediction_value (raw_score)
    and approximation_error: 0, as the values of all columns and the baseline add up to the raw score. Exact for trees
    (path-dependent), linear models, naive Bayes and constants; where there are no values all four are NULL and
    explanation_status says why. Arguments as for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape is none -%}
(select * from {{ relation }} as entities)
{%- else -%}
{%- set columns = assay._explained_columns(shape) -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    {{ assay._attribution_ctes(shape, columns) }},

    assay_explained as (
        select
            {{ assay.star_without(['assay_attributions']) }},
            {% if columns.problem -%}
            cast(null as {{ assay.array_type('string') }}) as top_feature_attributions,
            cast(null as double) as prediction_value,
            cast(null as double) as approximation_error,
            {{ assay.text_literal(columns.problem) }} as explanation_status
            {%- else -%}
            {{ assay.largest_terms(columns.names, 'assay_attributions', top_k_features) }} as top_feature_attributions,
            raw_score as prediction_value,
            cast(0 as double) as approximation_error,
            'exact' as explanation_status
            {%- endif %}
        from assay_attributed
    ),

    {{ assay._select_predictions(shape, threshold, 'assay_explained') }}
)
{%- endif -%}
{% endmacro %}
