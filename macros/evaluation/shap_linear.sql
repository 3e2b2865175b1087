{% macro shap_linear(rows, models) %}
{#- One row per row of `rows` (example_number, features) and linear or quadratic model of `models` (as
    assay_training__models, with model_number): `contributions`, an array by position, with z = (feature - mean) /
    scale. Linear: coefficient * z, the exact SHAP values against the training means, features taken as independent;
    they add up to raw score minus intercept. Quadratic, as naive Bayes: coefficient * z + square * (z * z - 1), where
    1 is the mean of z * z in training; they add up to raw score minus intercept minus the sum of squares'
    coefficients. A missing feature stands at its mean. Both arguments are relations or queries in brackets. -#}
{%- set arrays = [
    'explained_rows.features',
    'explained_models.feature_means',
    'explained_models.feature_scales',
    'explained_models.coefficients',
] -%}
select
    explained_rows.example_number,
    explained_models.model_number,
    case explained_models.form
        when 'linear' then {{ assay.standardised_terms(*arrays) }}
        else {{ assay.standardised_terms(*arrays, squares='explained_models.square_coefficients') }}
    end as contributions
from {{ rows }} as explained_rows
cross join {{ models }} as explained_models
where explained_models.form in ('linear', 'quadratic')
{% endmacro %}
