with

process_steps as (
    select * from {{ ref('assay_inputs__process_steps') }}
),

units as (
    select
        use_case,
        unit_id,
        bool_and(is_passed and not coalesce(is_rework, false)) as is_first_pass,
        min(coalesce(arrived_at, started_at)) as entered_at,
        max(ended_at) as left_at
    from process_steps
    group by use_case, unit_id
),

unit_flows as (
    select
        use_case,
        count(*) as unit_count,
        count(is_first_pass) as pass_known,
        count(case when is_first_pass then 1 end) as pass_count,
        {{ assay.exact_sum(assay.seconds_between('entered_at', 'left_at') ~ ' / 86400') }}
            as cycle_days,
        {{ assay.seconds_between(
            "date_trunc('month', min(left_at))",
            dbt.dateadd('month', 1, "date_trunc('month', min(left_at))")
        ) }} / 86400 as month_days,
        cast(date_trunc('month', left_at) as date) as period_start
    from units
    group by use_case, cast(date_trunc('month', left_at) as date)
)

select * from unit_flows
