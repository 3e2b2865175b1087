with

rules as (
    select * from {{ ref('assay_quality__rules') }}
),

daily_rates as (
    select * from {{ ref('assay_quality__daily_rates') }}
),

expectations as (
    select * from {{ ref('assay_quality__expectations') }}
),

declared as (
    select
        use_case,
        rule,
        rows_checked,
        rows_failed,
        cast(rows_failed as double) / nullif(rows_checked, 0) as failed_rate,
        cast(null as double) as expected_rate,
        cast(null as double) as surprise,
        cast(null as boolean) as is_unusual,
        checked_date
    from {{ ref('assay_quality__declared_results') }}
),

surprising as (
    select
        daily_rates.use_case,
        daily_rates.rule,
        daily_rates.rows_checked,
        daily_rates.rows_failed,
        daily_rates.failed_rate,
        expectations.expected_rate,
        {{ assay.surprise(
            'daily_rates.failed_rate', 'expectations.expected_rate', 'daily_rates.independent_rows'
        ) }} as surprise,
        daily_rates.checked_date
    from daily_rates
    left join expectations using (use_case, rule, day_number)
),

learned as (
    select
        use_case,
        rule,
        rows_checked,
        rows_failed,
        failed_rate,
        expected_rate,
        surprise,
        surprise > -ln(cast({{ var('assay_quality_alarm_rate', 0.0001) }} as double)) as is_unusual,
        checked_date
    from surprising
),

-- A day arrives as it should or not: all of its rows pass or fail.
arrived as (
    select
        arrivals.use_case,
        rules.rule,
        arrivals.row_count as rows_checked,
        case rules.check_type
            when 'usual_volume' then abs(arrivals.volume_score) > 5
            else arrivals.gap_days > 3 * arrivals.usual_gap_days
        end as is_unusual,
        arrivals.profiled_date as checked_date
    from {{ ref('assay_quality__arrivals') }} as arrivals
    inner join rules
        on
            arrivals.use_case = rules.use_case
            and arrivals.dataset = rules.dataset
            and rules.check_type in ('usual_volume', 'usual_gap')
),

measured as (
    select * from declared
    union all
    select * from learned
    union all
    select
        use_case,
        rule,
        rows_checked,
        case when is_unusual then rows_checked when not is_unusual then 0 end as rows_failed,
        cast(case when is_unusual then 1 when not is_unusual then 0 end as double) as failed_rate,
        cast(null as double) as expected_rate,
        cast(null as double) as surprise,
        is_unusual,
        checked_date
    from arrived
),

judged as (
    select
        measured.use_case,
        measured.rule,
        rules.dataset,
        rules.column_name,
        rules.check_type,
        rules.dimension,
        rules.source,
        rules.severity,
        rules.owner,
        measured.rows_checked,
        measured.rows_failed,
        measured.failed_rate,
        rules.threshold_rate,
        measured.expected_rate,
        measured.surprise,
        case
            when rules.threshold_rate is null then measured.is_unusual
            else measured.failed_rate > rules.threshold_rate
        end as is_broken,
        measured.checked_date
    from measured
    inner join rules using (use_case, rule)
),

results as (
    select
        use_case,
        rule,
        dataset,
        column_name,
        check_type,
        dimension,
        source,
        severity,
        owner,
        case
            when is_broken then severity
            when not is_broken then 'pass'
            else 'no_data'
        end as status,
        rows_checked,
        rows_failed,
        failed_rate,
        threshold_rate,
        expected_rate,
        surprise,
        checked_date
    from judged
)

select * from results
