with

planted as (
    {{ assay.fab_rows(assay.fab_excursion_list(), {
        'excursion': 'string', 'step_name': 'string', 'chamber_id': 'string', 'sensor': 'integer',
        'log_density': 'double', 'signature': 'double', 'from_day': 'integer', 'to_day': 'integer',
    }) | indent(4) }}
),

hit as (
    {%- for excursion in assay.fab_excursion_list() %}
    select
        {{ dbt.string_literal(excursion.excursion) }} as excursion,
        count(*) as wafer_count
    from {{ ref('fab_generator_wafers') }}
    where {{ excursion.condition }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

truth_excursions as (
    select
        planted.excursion,
        planted.step_name as step,
        planted.chamber_id,
        planted.sensor as sensor_number,
        planted.log_density,
        planted.signature as signature_sigma,
        hit.wafer_count,
        planted.signature is null as is_silent,
        {{ assay.fab_at('planted.from_day') }} as started_at,
        {{ assay.fab_at('planted.to_day') }} as ended_at
    from planted
    inner join hit
        on planted.excursion = hit.excursion
)

select * from truth_excursions
