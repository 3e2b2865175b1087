{#- A wafer comes back to the same tool for every layer. This log holds one visit in sixteen, of
    four minutes where the recipe asks for 3.8: `passes` lets the work be compared with all the time
    of the tool. -#}
with

wafer_steps as (
    select * from {{ ref('fab_wafer_steps') }}
),

lot_moves as (
    select * from {{ ref('fab_lot_moves') }}
),

alarms as (
    select distinct
        wafer_id,
        step
    from {{ ref('fab_spc_alarms') }}
),

step_log as (
    select
        'wafer_yield' as use_case,
        wafer_steps.wafer_id as unit_id,
        wafer_steps.step,
        wafer_steps.chamber_id as resource_id,
        cast(3.8 as double) / 60 as standard_hours,
        cast(16 as double) as passes,
        alarms.wafer_id is null as is_passed,
        lot_moves.arrived_at,
        wafer_steps.started_at,
        wafer_steps.ended_at
    from wafer_steps
    inner join lot_moves
        on wafer_steps.lot_id = lot_moves.lot_id and wafer_steps.step = lot_moves.step
    left join alarms on wafer_steps.wafer_id = alarms.wafer_id and wafer_steps.step = alarms.step
)

select * from step_log
