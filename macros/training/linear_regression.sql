{% macro linear_regression(relation, label, features, weights=none, group_by=[], ridge=0, errors='classic', cluster=none) %}
    {#- A query with one row per group and term: a linear regression with an intercept by least squares, from scans
        alone. Columns: the group's keys, term ('intercept' or the feature), coefficient, standard_error, statistic,
        p_value, ci_low, ci_high, n, degrees_of_freedom, condition_number, r2, evidence_status.

        condition_number is that of the standardised columns, the square root of the 1-norm of their moment matrix times
        that of its inverse. evidence_status is 'ok', 'too_few_rows', 'singular' (a feature is constant or, to ten
        digits, a combination of others; all figures are then NULL) or 'penalised' (under ridge: coefficients, but no
        errors, as they would leave out the bias).

        relation  relation or subquery in brackets; rows with a missing or infinite value are left out
        label, features, weights  names of columns
        group_by  names of columns; each group is a regression of its own
        ridge     penalty on the sum of squared coefficients, in the units of the data; not on the intercept
        errors    'classic', 'HC0', 'HC1', 'HC2', 'HC3' ('robust' is HC3), or 'cluster'
        cluster   name of the column of clusters, with errors='cluster' -#}
    {{ return(adapter.dispatch('linear_regression', 'assay')(relation, label, features, weights, group_by, ridge, errors, cluster)) }}
{% endmacro %}

{% macro default__linear_regression(relation, label, features, weights, group_by, ridge, errors, cluster) -%}
{%- set errors = 'HC3' if errors == 'robust' else errors -%}
{%- do assay._check_regression(features, errors, cluster, ridge) -%}
{%- set width = features | length + 1 -%}
{%- set size = width + 1 -%}
with

regression_moments as (
    {{ assay.gram_matrix(relation, features + [label], weights, group_by, ridge) | indent(4) }}
),

regression_swept as (
    select
        *,
        {{ assay.swept_matrix('products', size, width) }} as swept
    from regression_moments
),

regression_groups as (
    select
        *,
        case
            when coalesce(row_count, 0) <= {{ width }} then 'too_few_rows'
            when {{ assay.array_value('swept', size * size + 1) }} < cast(1e-10 as double) then 'singular'
            when {{ ridge }} > 0 then 'penalised'
            else 'ok'
        end as evidence_status,
        row_count - {{ width }} as residual_degrees,
        {{ assay.array_part('swept', width * size + 1, width * size + width) }} as solution,
        {{ assay.matrix_rows('swept', size, width) }} as inverse_rows,
        {{ assay.condition_number('products', 'swept', size) }} as condition_number,
        {{ assay.array_value('swept', size * size) }}
        {%- if ridge %}
        - {{ assay.penalty_paid('swept', 'scales', size) }} * {{ ridge }} / weight_bound
        {%- endif %} as residual_square,
        {{ assay.array_value('products', size * size) }}
        - power({{ assay.array_value('products', size) }}, 2) / {{ assay.array_value('products', 1) }} as label_square
    from regression_swept
),

{% if errors != 'classic' -%}
{{ assay._regression_meat(relation, label, features, weights, group_by, errors, cluster) }},

{% endif -%}
{{ assay._regression_degrees(errors, group_by) }},

regression_terms as (
    select
        *,
        {{ assay.integer_rows('1', width) }} as position
    from regression_quantiles_3
),

regression_gradients as (
    select
        *,
        {{ assay.unscaled_term('position', 'centres', 'scales') }} as gradient
    from regression_terms
),

regression_directions as (
    select
        *,
        {{ assay.matrix_product('inverse_rows', 'gradient') }} as direction
    from regression_gradients
),

regression_estimates as (
    select
        *,
        is_solved * ({{ assay.dot_product('gradient', 'solution') }}
        + case when position = 1 then {{ assay.array_value('centres', width) }} else 0 end) as coefficient,
        {% if errors == 'classic' -%}
        has_errors * sqrt(greatest(
            -{{ assay.dot_product('gradient', 'direction') }} * residual_square / residual_degrees, 0
        )) as standard_error
        {%- else -%}
        has_errors * sqrt(greatest(
            {{ assay.dot_product('direction', assay.matrix_product('meat_rows', 'direction')) }} * correction, 0
        )) as standard_error
        {%- endif %}
    from regression_directions
),

regression_statistics as (
    select
        *,
        coefficient / nullif(standard_error, 0) as statistic
    from regression_estimates
),

regression_results as (
    select
        {% for key in group_by %}{{ key }}, {% endfor -%}
        case
            when position = 1 then 'intercept'
            {%- for feature in features %}
            when position = {{ loop.index + 1 }} then {{ assay.text_literal(feature) }}
            {%- endfor %}
        end as term,
        coefficient,
        standard_error,
        statistic,
        {{ assay.student_t_probability('statistic', 'degrees') }} as p_value,
        coefficient - quantile_3 * standard_error as ci_low,
        coefficient + quantile_3 * standard_error as ci_high,
        cast(coalesce(row_count, 0) as bigint) as n,
        has_errors * degrees as degrees_of_freedom,
        is_solved * condition_number as condition_number,
        is_solved * (1 - residual_square / nullif(label_square, 0)) as r2,
        evidence_status
    from regression_statistics
)

select * from regression_results
{%- endmacro %}
