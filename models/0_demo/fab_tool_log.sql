with

tool_states as (
    select * from {{ ref('fab_tool_states') }}
),

-- The two logs tell of the same time: what a tool did while no step was recorded proves nothing.
recorded as (
    select
        min(started_at) as first_at,
        max(ended_at) as last_at
    from {{ ref('fab_wafer_steps') }}
),

tool_log as (
    select
        'wafer_yield' as use_case,
        tool_states.chamber_id as resource_id,
        case tool_states.state
            when 'productive' then 'PRD'
            when 'standby' then 'SBY'
            when 'engineering' then 'ENG'
            when 'scheduled_downtime' then 'SDT'
            when 'unscheduled_downtime' then 'UDT'
            when 'nonscheduled_time' then 'NST'
        end as state,
        greatest(tool_states.started_at, recorded.first_at) as started_at,
        least(tool_states.ended_at, recorded.last_at) as ended_at
    from tool_states
    inner join recorded
        on tool_states.started_at < recorded.last_at and tool_states.ended_at > recorded.first_at
)

select * from tool_log
