with

final_tests as (
    select * from {{ ref('fab_final_tests') }}
),

lots as (
    select * from {{ ref('fab_generator_lots') }}
),

drawn as (
    select
        final_tests.lot_id,
        final_tests.product,
        final_tests.escaped_units,
        final_tests.shipped_at,
        {{ assay.fab_draw('lots.lot_key', 'return') }} as return_draw
    from final_tests
    inner join lots
        on final_tests.lot_id = lots.lot_id
    where final_tests.escaped_units > 0
),

shared as (
    select
        *,
        {{ assay.fab_uniform('return_draw') }} as return_share
    from drawn
),

returned as (
    select
        *,
        -- Times to return are exponential with a mean of 90 days.
        {{ dbt.dateadd(
            'second', 'cast(round(-90 * 86400 * ln(return_share)) as bigint)', 'shipped_at'
        ) }}
            as returned_at
    from shared
),

returns as (
    select
        'RMA-' || lot_id as return_id,
        lot_id,
        product,
        case when return_draw % 10 < 7 then 'latent defect' else 'no fault found' end as cause,
        escaped_units as returned_units,
        shipped_at,
        returned_at
    from returned
    where returned_at < {{ assay.fab_at(assay.fab_axis_days()) }}
)

select * from returns
