with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

sampled as (
    select
        *,
        {{ assay.fab_draw('wafer_key', 'line width') }} as width_draw,
        {{ assay.fab_draw('wafer_key', 'particles') }} as particle_draw
    from wafers
    where slot in (5, 18)
),

metrology as (
    select
        wafer_id,
        lot_id,
        round(28 + 0.5 * etch_z1 + 0.3 * {{ assay.fab_normal('width_draw', 'cos') }}, 3)
            as line_width_nm,
        round(1.9 + 0.01 * anneal_z2 + 0.006 * {{ assay.fab_normal('width_draw', 'sin') }}, 4)
            as oxide_thickness_nm,
        round(3 + 0.4 * lithography_z3 + 0.4 * {{ assay.fab_normal('particle_draw', 'cos') }}, 3)
            as overlay_nm,
        cast(round(exp(2.5 + 0.3 * {{ assay.fab_normal('particle_draw', 'sin') }})) as integer)
            as particle_count,
        {{ assay.fab_at('decided_day - 0.02') }} as measured_at
    from sampled
)

select * from metrology
