{%- set keys = 'use_case, learner, resource' -%}
with

limits as (
    select * from {{ ref('assay_operations__usage_limits') }}
),

scales as (
    {%- for scale in [1, 10, 100] %}
    select cast({{ scale }} as double) as data_scale
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- The form that misses less.
best_fits as (
    select
        *,
        {{ assay._student_t_start('degrees') }} as t_975,
        case when run_slope is not null then form end as run_form
    from {{ ref('assay_operations__usage_fits') }}
    qualify row_number() over (
        partition by {{ keys }}
        order by run_relative_error asc nulls last, form asc
    ) = 1
),

present as (
    select * from limits
    inner join best_fits using ({{ keys }})
),

-- A size beyond 1e15 rows is never reached; the power of it need not be computed.
bounded as (
    select
        *,
        case
            when
                run_slope > 0 and run_form = 'power' and run_usage_limit > 0
                and level_x + (ln(run_usage_limit) - run_level) / run_slope < 34
                then
                    exp(level_x + (ln(run_usage_limit) - run_level) / run_slope)
                    * training_rows / used_rows
            when run_slope > 0 and run_form = 'linear' and run_usage_limit is not null
                then
                    greatest(0, level_x + (run_usage_limit - run_level) / run_slope)
                    * training_rows / used_rows
        end as run_rows_at_limit
    from present
),

scaled as (
    select
        bounded.*,
        scales.data_scale,
        case bounded.run_form
            when 'power' then ln(bounded.used_rows * scales.data_scale) - bounded.level_x
            else bounded.used_rows * scales.data_scale - bounded.level_x
        end as x_distance
    from bounded
    cross join scales
),

-- What does not grow with the rows in measurement cannot be carried on.
lines as (
    select
        *,
        case when run_slope > 0 then run_level + run_slope * x_distance end as line,
        case
            when run_slope > 0
                then
                    t_975 * run_residual_deviation
                    * sqrt(1 + cast(1 as double) / level_n + x_distance * x_distance / x_square_sum)
        end as margin
    from scaled
),

forecasts as (
    select
        *,
        {{ assay._usage_at('line') }} as run_forecast,
        {{ assay._usage_at('line - margin') }} as run_forecast_low,
        {{ assay._usage_at('line + margin') }} as run_forecast_high
    from lines
),

capacity_forecasts as (
    select
        {{ keys }},
        data_scale,
        currency,
        limit_source,
        case
            when size_count < 3 then 'insufficient_data'
            when limit_source is null then 'not_declared'
            else 'ok'
        end as evidence_status,
        nullif(
            concat_ws(
                '; ',
                case
                    when size_count < 3
                        then
                            'training was measured at ' || cast(size_count as string)
                            || ' of the 3 different sizes that are needed'
                end,
                case
                    when limit_source is null and resource = 'seconds'
                        then 'the assumption training_limit_seconds is not declared'
                    when limit_source is null
                        then 'the assumption memory_limit_bytes is not declared'
                end,
                case when rows_per_month is null then 'units_per_month is not declared' end
            ),
            ''
        ) as reason,
        case
            when run_slope <= 0 and resource = 'seconds'
                then 'the measured seconds do not grow with the rows'
            when run_slope <= 0 then 'the measured memory does not grow with the rows'
        end as run_reason,
        n,
        size_count,
        training_rows * data_scale as forecast_rows,
        rows_per_month,
        usage_limit,
        run_usage_limit,
        run_form,
        run_slope,
        run_relative_error,
        run_usage,
        1000 * run_usage / training_rows as run_usage_per_1000_rows,
        run_forecast,
        run_forecast_low,
        run_forecast_high,
        run_forecast / 3600 * compute_hour_amount as run_cost_amount,
        run_forecast_low / 3600 * compute_hour_amount as run_cost_low_amount,
        run_forecast_high / 3600 * compute_hour_amount as run_cost_high_amount,
        run_rows_at_limit,
        case
            when run_rows_at_limit <= training_rows then cast(0 as double)
            else (run_rows_at_limit - training_rows) / nullif(rows_per_month, 0)
        end as run_months_until_limit,
        run_forecast <= run_usage_limit as run_is_within_limit
    from forecasts
)

select * from capacity_forecasts
