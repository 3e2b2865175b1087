with

tool_states as (
    select * from {{ ref('fab_tool_states') }}
),

tool_log as (
    select
        'wafer_yield' as use_case,
        chamber_id as resource_id,
        case state
            when 'productive' then 'PRD'
            when 'standby' then 'SBY'
            when 'engineering' then 'ENG'
            when 'scheduled_downtime' then 'SDT'
            when 'unscheduled_downtime' then 'UDT'
            when 'nonscheduled_time' then 'NST'
        end as state,
        started_at,
        ended_at
    from tool_states
)

select * from tool_log
