{#- The tools also run steps that this log does not hold, so no standard hours are declared: they
    would compare the work of eight steps with the time of all. -#}
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
