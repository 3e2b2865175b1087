with

tool_states as (
    select * from {{ ref('assay_inputs__tool_states') }}
),

months as (
    select use_case, cast(date_trunc('month', started_at) as date) as period_start from tool_states
    union
    select use_case, cast(date_trunc('month', ended_at) as date) as period_start from tool_states
),

bounded as (
    select
        use_case,
        period_start,
        cast(period_start as timestamp) as month_starts_at,
        cast({{ dbt.dateadd('month', 1, 'period_start') }} as timestamp) as month_ends_at
    from months
),

-- An interval over the end of a month belongs to both.
shared as (
    select
        bounded.use_case,
        bounded.period_start,
        tool_states.state,
        {{ assay.seconds_between(
            'greatest(tool_states.started_at, bounded.month_starts_at)',
            'least(tool_states.ended_at, bounded.month_ends_at)'
        ) }} / 3600 as state_hours
    from tool_states
    inner join bounded
        on
            tool_states.use_case = bounded.use_case
            and tool_states.started_at < bounded.month_ends_at
            and tool_states.ended_at > bounded.month_starts_at
),

resource_hours as (
    select
        use_case,
        {{ assay.exact_sum("case when state <> 'NST' then state_hours else 0 end") }}
            as planned_hours,
        {{ assay.exact_sum("case when state = 'PRD' then state_hours else 0 end") }}
            as productive_hours,
        period_start
    from shared
    group by use_case, period_start
)

select * from resource_hours
