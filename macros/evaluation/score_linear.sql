{% macro score_linear(rows, models) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (as assay_training__models): the raw
    score of the forms `constant` (the intercept alone), `linear` (coefficient * z added up) and `quadratic` (and
    square coefficient * z * z), with z = (feature - mean) / scale; a missing feature stands at its mean. Both
    arguments are queries in brackets. -#}
{%- set arrays = ['scored.features', 'models.feature_means', 'models.feature_scales', 'models.coefficients'] -%}
select
    scored.example_number,
    models.learner,
    models.model_version,
    models.fold,
    models.output,
    models.intercept
    + case models.form
        when 'linear' then {{ assay.standardised_sum(*arrays) }}
        when 'quadratic' then {{ assay.standardised_sum(*arrays, squares='models.square_coefficients') }}
        else cast(0 as double)
    end as raw_score
from {{ rows }} as scored
cross join {{ models }} as models
{% endmacro %}
