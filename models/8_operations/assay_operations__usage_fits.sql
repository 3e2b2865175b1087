{%- set keys = 'use_case, learner, resource' -%}
with

models as (
    select * from {{ ref('assay_training__models') }}
    where fold = 0 and training_rows > 0
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
        usages.*,
        forms.form,
        case forms.form when 'power' then ln(usages.training_rows) else usages.training_rows end as x,
        case forms.form when 'power' then ln(usages.run_usage) else usages.run_usage end as y
    from usages
    cross join (select 'linear' as form union all select 'power' as form) as forms
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
        {{ keys }},
        form,
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
    inner join means using ({{ keys }}, form)
    group by
        {{ keys }},
        form,
        means.n,
        means.size_count,
        means.mean_x,
        means.mean_y,
        means.greatest_usage
),

-- Errors are judged as parts of the greatest usage: it is the large sizes that a forecast starts from.
residuals as (
    select
        {{ keys }},
        form,
        (
            forms.run_usage
            - case form
                when 'power'
                    then
                        exp(lines.mean_y - lines.slope * lines.mean_x)
                        * power(forms.training_rows, lines.slope)
                else lines.mean_y + lines.slope * (forms.training_rows - lines.mean_x)
            end
        ) / lines.greatest_usage as relative_residual
    from forms
    inner join lines using ({{ keys }}, form)
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
        {{ keys }},
        form,
        lines.n,
        lines.size_count,
        lines.mean_y - lines.slope * lines.mean_x as run_intercept,
        lines.slope as run_slope,
        errors.run_relative_error
    from lines
    inner join errors using ({{ keys }}, form)
)

select * from usage_fits
