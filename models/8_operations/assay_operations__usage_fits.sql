{%- set keys = 'use_case, learner, resource' -%}
with

usages as (
    select * from {{ ref('assay_operations__usages') }}
),

-- A process has memory that no row adds to, so bytes follow a line and no power.
forms as (
    select
        *,
        'linear' as form,
        used_rows as x,
        run_usage as y
    from usages
    union all
    select
        *,
        'power' as form,
        ln(used_rows) as x,
        ln(run_usage) as y
    from usages
    where resource = 'seconds' and used_rows > 0 and run_usage > 0
),

-- Each kind has a level of its own; how usage grows is common to both.
levels as (
    select
        {{ keys }},
        form,
        kind,
        count(*) as n,
        count(distinct used_rows) as size_count,
        {{ assay.exact_sum('x') }} / count(*) as mean_x,
        {{ assay.exact_sum('y') }} / count(*) as mean_y,
        max(run_usage) as greatest_usage
    from forms
    group by {{ keys }}, form, kind
),

deviations as (
    select
        forms.*,
        levels.mean_x,
        levels.mean_y,
        levels.greatest_usage,
        forms.x - levels.mean_x as x_deviation,
        forms.y - levels.mean_y as y_deviation
    from forms
    inner join levels using ({{ keys }}, form, kind)
),

totals as (
    select
        {{ keys }},
        form,
        sum(n) as n,
        sum(size_count) - count(*) + 1 as size_count,
        sum(n) - count(*) - 1 as degrees,
        max(case when kind = 'training' then n end) as level_n,
        max(case when kind = 'training' then mean_x end) as level_x,
        max(case when kind = 'training' then mean_y end) as run_level
    from levels
    group by {{ keys }}, form
),

slopes as (
    select
        {{ keys }},
        form,
        {{ assay.exact_sum('x_deviation * x_deviation') }} as x_square_sum,
        {{ assay.exact_sum('x_deviation * y_deviation') }}
        / nullif({{ assay.exact_sum('x_deviation * x_deviation') }}, 0) as slope
    from deviations
    group by {{ keys }}, form
),

residuals as (
    select
        deviations.*,
        deviations.y_deviation - slopes.slope * deviations.x_deviation as residual,
        (
            deviations.run_usage
            - case form
                when 'power' then exp(
                    deviations.mean_y + slopes.slope * deviations.x_deviation
                )
                else deviations.mean_y + slopes.slope * deviations.x_deviation
            end
        ) / nullif(deviations.greatest_usage, 0) as relative_residual
    from deviations
    inner join slopes using ({{ keys }}, form)
),

-- Errors are parts of the greatest usage of their kind: a forecast starts from the large sizes.
errors as (
    select
        {{ keys }},
        form,
        {{ assay.exact_sum('residual * residual') }} as residual_square_sum,
        sqrt({{ assay.exact_sum('relative_residual * relative_residual') }} / count(*))
            as relative_error
    from residuals
    group by {{ keys }}, form
),

usage_fits as (
    select
        totals.use_case,
        totals.learner,
        totals.resource,
        totals.form,
        cast(totals.n as bigint) as n,
        cast(totals.size_count as bigint) as size_count,
        cast(totals.degrees as bigint) as degrees,
        cast(totals.level_n as bigint) as level_n,
        totals.level_x,
        slopes.x_square_sum,
        totals.run_level,
        case when totals.size_count >= 3 then slopes.slope end as run_slope,
        case
            when totals.size_count >= 3 and totals.degrees >= 1
                then sqrt(errors.residual_square_sum / totals.degrees)
        end as run_residual_deviation,
        case when totals.size_count >= 3 then errors.relative_error end as run_relative_error
    from totals
    inner join slopes using ({{ keys }}, form)
    inner join errors using ({{ keys }}, form)
)

select * from usage_fits
