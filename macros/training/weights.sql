{% macro weights(model, standardize=false) %}
{#- One row per feature of a linear model and one for the intercept (`__INTERCEPT__`): processed_input (the source
    column), category (the level of a one-hot feature, else NULL), feature_name and weight, the change of the raw score
    per unit of the feature, or per standard deviation with `standardize`. A query in brackets; no rows for a model
    without coefficients. Of several classes class names the one whose score the weight moves, else it is NULL. `model`
    as for assay.predict. -#}
(
    with

    assay_weights as (
        select * from {{ assay._select_weights(model, standardize) }} as weights
    )

    select class, processed_input, category, feature_name, weight
    from assay_weights
)
{% endmacro %}
