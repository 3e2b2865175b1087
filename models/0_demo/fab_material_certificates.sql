with

generated as (
    select * from {{ ref('fab_generator_lots') }}
),

drawn as (
    select
        *,
        {{ assay.fab_draw('lot_key', 'resistivity') }} as resistivity_draw
    from generated
),

certificates as (
    select
        'CERT-' || lot_id as certificate_id,
        lot_id,
        case supplier_number
            when 1 then 'Silicor'
            when 2 then 'Waferworks'
            else 'Monocryst'
        end as supplier,
        round(30 + 4 * material_z, 2) as material_particle_count,
        round(10 + 0.4 * {{ assay.fab_normal('resistivity_draw') }}, 3)
            as material_resistivity_ohm_cm,
        {{ assay.fab_at('started_day - 21') }} as issued_at,
        {{ assay.fab_at('started_day - 2') }} as received_at
    from drawn
)

select * from certificates
