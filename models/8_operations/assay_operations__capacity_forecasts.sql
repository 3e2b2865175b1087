{%- set keys = 'use_case, learner, resource' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

current_models as (
    select * from {{ ref('assay_training__models') }}
    where fold = 0 and is_current
    qualify {{ assay.is_first_output() }}
),

scales as (
    {%- for scale in [1, 10, 100] %}
    select cast({{ scale }} as double) as data_scale
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- The form that misses less.
best_fits as (
    select *
    from {{ ref('assay_operations__usage_fits') }}
    qualify row_number() over (
        partition by {{ keys }}
        order by run_relative_error asc nulls last, form asc
    ) = 1
),

limits as (
    select
        use_case,
        max(case when name = 'memory_limit_bytes' then expected_value end) as memory_limit_bytes,
        max(case when name = 'training_limit_seconds' then expected_value end)
            as training_limit_seconds,
        max(case when name = 'compute_hour_amount' then expected_value end) as compute_hour_amount
    from {{ ref('assay_inputs__assumptions') }}
    group by use_case
),

present as (
    select
        best_fits.*,
        use_cases.currency,
        case when best_fits.run_slope is not null then best_fits.form end as run_form,
        cast(current_models.training_rows as double) as training_rows,
        use_cases.units_per_month * use_cases.sample_fraction
        * (1 - use_cases.valid_rate - use_cases.test_rate) as rows_per_month,
        case best_fits.resource
            when 'seconds' then current_models.training_seconds
            else cast(current_models.peak_memory_bytes as double)
        end as run_usage,
        case best_fits.resource
            when 'seconds' then limits.training_limit_seconds
            else limits.memory_limit_bytes
        end as usage_limit,
        case when best_fits.resource = 'seconds' then limits.compute_hour_amount end
            as compute_hour_amount
    from current_models
    inner join best_fits using (use_case, learner)
    inner join use_cases on current_models.use_case = use_cases.use_case
    left join limits on current_models.use_case = limits.use_case
),

-- A size beyond 1e15 rows is never reached; the power of it need not be computed.
bounded as (
    select
        *,
        case
            when
                run_slope > 0 and run_form = 'power' and usage_limit > 0
                and (ln(usage_limit) - run_intercept) / run_slope < 34
                then exp((ln(usage_limit) - run_intercept) / run_slope)
            when run_slope > 0 and run_form = 'linear' and usage_limit is not null
                then greatest(0, (usage_limit - run_intercept) / run_slope)
        end as run_rows_at_limit
    from present
),

scaled as (
    select
        bounded.*,
        scales.data_scale,
        case
            when bounded.run_form = 'power'
                then
                    exp(bounded.run_intercept)
                    * power(bounded.training_rows * scales.data_scale, bounded.run_slope)
            else
                bounded.run_intercept
                + bounded.run_slope * bounded.training_rows * scales.data_scale
        end as run_forecast
    from bounded
    cross join scales
),

capacity_forecasts as (
    select
        {{ keys }},
        data_scale,
        currency,
        case
            when size_count < 3 then 'insufficient_data'
            when usage_limit is null then 'not_declared'
            else 'ok'
        end as evidence_status,
        nullif(
            concat_ws(
                '; ',
                case
                    when size_count < 3
                        then
                            'training was measured at ' || cast(size_count as string)
                            || ' different sizes, 3 are needed'
                end,
                case
                    when usage_limit is null and resource = 'seconds'
                        then 'the assumption training_limit_seconds is not declared'
                    when usage_limit is null
                        then 'the assumption memory_limit_bytes is not declared'
                end,
                case when rows_per_month is null then 'units_per_month is not declared' end
            ),
            ''
        ) as reason,
        n,
        size_count,
        training_rows * data_scale as forecast_rows,
        rows_per_month,
        usage_limit,
        run_form,
        run_slope,
        run_relative_error,
        run_usage,
        1000 * run_usage / training_rows as run_usage_per_1000_rows,
        run_forecast,
        run_forecast / 3600 * compute_hour_amount as run_cost_amount,
        run_rows_at_limit,
        case
            when run_rows_at_limit <= training_rows then cast(0 as double)
            else (run_rows_at_limit - training_rows) / nullif(rows_per_month, 0)
        end as run_months_until_limit,
        run_forecast <= usage_limit as run_is_within_limit
    from scaled
)

select * from capacity_forecasts
