{#- The six basic states of SEMI E10. A maintenance cycle is the same sequence in every chamber:
    scheduled maintenance, qualification, production up to an unscheduled stop, production,
    waiting for lots; every sixth cycle ends with unscheduled time off. -#}
{%- set states = [
    ['scheduled_downtime', '0', '0.25'],
    ['engineering', '0.25', '0.35'],
    ['productive', '0.35', 'stop_day'],
    ['unscheduled_downtime', 'stop_day', 'stop_day + repair_days'],
    ['productive', 'stop_day + repair_days', 'idle_day'],
    ['standby', 'idle_day', 'pm_interval_days - off_days'],
    ['nonscheduled_time', 'pm_interval_days - off_days', 'pm_interval_days'],
] -%}
with

chambers as (
    select * from {{ ref('fab_chambers') }}
),

cycles as (
    select {{ assay.integer_rows(0, ((assay.fab_axis_days() + 130) / 14) | int) }} as cycle_number
),

keyed as (
    select
        chambers.*,
        cycles.cycle_number,
        {{ assay.mix_integer('cast(chamber_number * 4096 + cycle_number as bigint)') }} as cycle_key
    from chambers
    cross join cycles
),

drawn as (
    select
        *,
        -100 - chamber_number * 5 % 13 + cycle_number * pm_interval_days as cycle_day,
        0.35 + (pm_interval_days - 2)
        * (0.1 + 0.7 * {{ assay.fab_uniform(assay.fab_draw('cycle_key', 'stop')) }}) as stop_day,
        0.02 + 0.5 * {{ assay.fab_uniform(assay.fab_draw('cycle_key', 'repair')) }} as repair_days,
        pm_interval_days
        * (0.9 + 0.06 * {{ assay.fab_uniform(assay.fab_draw('cycle_key', 'idle')) }}) as idle_day,
        case when cycle_number % 6 = 5 then 0.4 else 0 end as off_days
    from keyed
),

intervals as (
    {%- for state, begin, end in states %}
    select
        chamber_id,
        {{ dbt.string_literal(state) }} as state,
        cycle_number * {{ states | length }} + {{ loop.index0 }} as interval_number,
        {{ assay.fab_at('cycle_day + ' ~ begin) }} as started_at,
        {{ assay.fab_at('cycle_day + ' ~ end) }} as ended_at
    from drawn
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

tool_states as (
    select
        chamber_id,
        state,
        interval_number,
        started_at,
        ended_at
    from intervals
    where
        ended_at > started_at
        and started_at < {{ assay.fab_at(assay.fab_axis_days()) }}
)

select * from tool_states
