{% macro shap_linear(rows, models) %}
{#- One row per row of `rows` (example_number, features) and linear model of `models` (as assay_training__models;
    `model_version` names it): `contributions`, an array with coefficient * (feature - mean) / scale by position.
    These are the exact SHAP values of a linear model against its training means, features taken as
    independent; a missing feature stands at its mean and contributes 0. They add up to raw score minus intercept.
    Both arguments are relations or queries in brackets. -#}
select
    explained_rows.example_number,
    explained_models.model_version,
    {{ assay.standardised_terms(
        'explained_rows.features',
        'explained_models.feature_means',
        'explained_models.feature_scales',
        'explained_models.coefficients'
    ) }} as contributions
from {{ rows }} as explained_rows
cross join {{ models }} as explained_models
where explained_models.form = 'linear'
{% endmacro %}
