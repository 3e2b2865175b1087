with

lots as (
    select * from {{ ref('fab_generator_lots') }}
),

operators as (
    select * from {{ ref('fab_operators') }}
),

moved as (
    {%- for step in assay.fab_step_list() %}
    select
        lot_id,
        {{ dbt.string_literal(step.name) }} as step,
        {{ dbt.string_literal(step.code ~ '-') }} || cast({{ step.name }}_tool as string)
            as tool_id,
        {{ assay.fab_operator_number('lot_key', step.name, step.name ~ '_day') }}
            as operator_number,
        {{ step.number }} as step_number,
        {{ step.name }}_queue_hours as queue_hours,
        {{ assay.fab_at(step.name ~ '_arrived_day') }} as arrived_at,
        {{ assay.fab_at(step.name ~ '_day') }} as started_at,
        {{ assay.fab_at(step.name ~ '_day + 220 / cast(1440 as double)') }} as ended_at
    from lots
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

lot_moves as (
    select
        moved.lot_id,
        moved.step,
        moved.tool_id,
        operators.operator_id,
        moved.step_number,
        moved.queue_hours,
        moved.arrived_at,
        moved.started_at,
        moved.ended_at
    from moved
    inner join operators
        on moved.operator_number = operators.operator_number
)

select * from lot_moves
