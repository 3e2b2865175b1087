{%- set keys = 'use_case, learner, resource' -%}
with

models as (
    select * from {{ ref('assay_training__models') }}
    where fold = 0 and training_rows > 0
    qualify {{ assay.is_first_output() }}
),

usages as (
    select
        use_case,
        learner,
        'seconds' as resource,
        cast(training_rows as double) as training_rows,
        training_seconds as run_usage
    from models
    where training_seconds > 0
    union all
    select
        use_case,
        learner,
        'memory_bytes' as resource,
        cast(training_rows as double) as training_rows,
        cast(peak_memory_bytes as double) as run_usage
    from models
    where peak_memory_bytes > 0
),

forms as (
    select
        *,
        'linear' as form,
        training_rows as x,
        run_usage as y
    from usages
    union all
    select
        *,
        'power' as form,
        ln(training_rows) as x,
        ln(run_usage) as y
    from usages
),

means as (
    select
        {{ keys }},
        form,
        count(*) as n,
        count(distinct training_rows) as size_count,
        {{ assay.exact_sum('x') }} / count(*) as mean_x,
        {{ assay.exact_sum('y') }} / count(*) as mean_y,
        max(run_usage) as greatest_usage
    from forms
    group by {{ keys }}, form
),

lines as (
    select
        forms.use_case,
        forms.learner,
        forms.resource,
        forms.form,
        means.n,
        means.size_count,
        means.mean_x,
        means.mean_y,
        means.greatest_usage,
        case
            when means.size_count >= 3
                then
                    {{ assay.exact_sum('(forms.x - means.mean_x) * (forms.y - means.mean_y)') }}
                    / nullif({{ assay.exact_sum('power(forms.x - means.mean_x, 2)') }}, 0)
        end as slope
    from forms
    inner join means
        on
            forms.use_case = means.use_case
            and forms.learner = means.learner
            and forms.resource = means.resource
            and forms.form = means.form
    group by
        forms.use_case,
        forms.learner,
        forms.resource,
        forms.form,
        means.n,
        means.size_count,
        means.mean_x,
        means.mean_y,
        means.greatest_usage
),

-- Errors are parts of the greatest usage: a forecast starts from the large sizes.
residuals as (
    select
        forms.use_case,
        forms.learner,
        forms.resource,
        forms.form,
        (
            forms.run_usage
            - case forms.form
                when 'power'
                    then
                        exp(lines.mean_y - lines.slope * lines.mean_x)
                        * power(forms.training_rows, lines.slope)
                else lines.mean_y + lines.slope * (forms.training_rows - lines.mean_x)
            end
        ) / lines.greatest_usage as relative_residual
    from forms
    inner join lines
        on
            forms.use_case = lines.use_case
            and forms.learner = lines.learner
            and forms.resource = lines.resource
            and forms.form = lines.form
),

errors as (
    select
        {{ keys }},
        form,
        sqrt({{ assay.exact_sum('relative_residual * relative_residual') }} / count(*))
            as run_relative_error
    from residuals
    group by {{ keys }}, form
),

usage_fits as (
    select
        lines.use_case,
        lines.learner,
        lines.resource,
        lines.form,
        lines.n,
        lines.size_count,
        lines.mean_y - lines.slope * lines.mean_x as run_intercept,
        lines.slope as run_slope,
        errors.run_relative_error
    from lines
    inner join errors using ({{ keys }}, form)
)

select * from usage_fits
