with

daily_rates as (
    select * from {{ ref('assay_quality__daily_rates') }}
    where check_type <> 'not_finite'
),

paired as (
    {{ assay._select_recent_days(
        'daily_rates', ['use_case', 'rule'], ['independent_rows', 'rows_failed', 'failed_rate']
    ) }}
),

usual as (
    select
        use_case,
        rule,
        day_number,
        count(*) as history_days,
        sum(case when rows_failed > 0 then 1 else 0 end) as days_with_failures,
        {{ assay.exact_sum('independent_rows') }} / count(*) as mean_rows,
        {{ assay.median('failed_rate') }} as median_rate
    from paired
    group by use_case, rule, day_number
    having count(*) >= {{ var('assay_quality_minimum_days', 14) }}
),

spread as (
    {{ assay._select_absolute_deviations(['use_case', 'rule'], 'failed_rate', 'median_rate') }}
),

-- Where failures are rare the median is 0; the share of days without any still tells their rate,
-- and one very bad day counts there like one bad row. What the days vary beyond chance is allowed
-- for three times.
expected as (
    select
        usual.use_case,
        usual.rule,
        usual.day_number,
        cast(usual.history_days as integer) as history_days,
        greatest(
            usual.median_rate,
            -ln(1 - (usual.days_with_failures + cast(0.5 as double)) / (usual.history_days + 1))
            / usual.mean_rows
        ) as usual_rate,
        3 * sqrt(greatest(
            power(cast(1.482602218505602 as double) * spread.absolute_deviation, 2)
            - usual.median_rate * (1 - usual.median_rate) / usual.mean_rows,
            cast(0 as double)
        )) as allowance
    from usual
    inner join spread using (use_case, rule, day_number)
),

expectations as (
    select
        use_case,
        rule,
        day_number,
        history_days,
        least(usual_rate + allowance, cast(0.999 as double)) as expected_rate
    from expected
)

select * from expectations
