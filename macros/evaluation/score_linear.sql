{% macro score_linear(rows, models) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (learner, intercept and, in the
    linear form, arrays): the raw score. Both arguments are queries in brackets. The form `constant` is the
    intercept alone; otherwise coefficient * (feature - mean) / scale is added up, a missing feature at its mean. -#}
select
    scored.example_number,
    models.learner,
    models.intercept
    + case
        when models.form = 'linear'
            then {{ assay.standardised_sum(
                'scored.features', 'models.feature_means', 'models.feature_scales', 'models.coefficients'
            ) }}
        else cast(0 as double)
    end as raw_score
from {{ rows }} as scored
cross join {{ models }} as models
{% endmacro %}
