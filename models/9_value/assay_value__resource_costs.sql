with

team_members as (
    select * from {{ ref('assay_inputs__team_members') }}
),

data_sources as (
    select * from {{ ref('assay_inputs__data_sources') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

months as (
    select
        use_case,
        {{ assay.integer_rows('0', 'horizon_months') }} as month
    from use_cases
),

starts as (
    select
        use_case,
        min(starts_on) as started_on
    from team_members
    group by use_case
),

worked as (
    select
        team_members.use_case,
        team_members.member,
        team_members.fte_rate * team_members.weeks * team_members.week_rate_amount as cost_amount,
        {{ assay.epoch_days('team_members.starts_on') }} as first_day,
        {{ assay.epoch_days('team_members.ends_on') }} + 1 as end_day,
        starts.started_on
    from team_members
    inner join starts on team_members.use_case = starts.use_case
),

bounded as (
    select
        worked.*,
        months.month,
        {{ assay.epoch_days(dbt.dateadd('month', 'months.month', 'worked.started_on')) }}
            as month_day,
        {{ assay.epoch_days(dbt.dateadd('month', 'months.month + 1', 'worked.started_on')) }}
            as next_month_day
    from worked
    inner join months on worked.use_case = months.use_case
    where worked.end_day > worked.first_day
),

overlapping as (
    select
        *,
        least(end_day, next_month_day) - greatest(first_day, month_day) as days
    from bounded
    where end_day > month_day and first_day < next_month_day
),

-- Work without days is paid for at the start.
people as (
    select
        use_case,
        member as line,
        month,
        cost_amount * days / (end_day - first_day) as amount
    from overlapping
    union all
    select
        use_case,
        member as line,
        0 as month,
        cost_amount as amount
    from worked
    where coalesce(end_day <= first_day, true)
),

data_costs as (
    select
        data_sources.use_case,
        data_sources.data_source as line,
        months.month,
        data_sources.cost_monthly_amount as amount
    from data_sources
    inner join months on data_sources.use_case = months.use_case
    where months.month >= 1
),

resource_costs as (
    select
        use_case,
        'people' as cost_type,
        line,
        month,
        amount
    from people
    union all
    select
        use_case,
        'data' as cost_type,
        line,
        month,
        amount
    from data_costs
)

select * from resource_costs
