{%- set stream = assay.hash_integer("'bootstrap|" ~ var('assay_seed', 1) ~ "'") -%}
with

last_unit as (
    select max(unit) as unit
    from {{ ref('assay_evaluation__unit_values') }}
),

units as (
    select {{ assay.integer_rows(0, 'unit') }} as unit
    from last_unit
),

replicates as (
    select {{ assay.integer_rows(1, var('assay_bootstrap_replicates', 500)) }} as replicate
),

-- A stream of the numbers of units and replicates, up to 65,536 of each, as the simulation has one
-- for every input: a text for each pair would cost more than all the rest.
keyed as (
    select
        units.unit,
        replicates.replicate,
        {{ assay.bits(
            '(cast(units.unit as bigint) * 65536 + replicates.replicate)', 0, 32
        ) }} as pair
    from units
    cross join replicates
),

first_round as (
    select
        unit,
        replicate,
        {{ assay._mix_round('pair') }} as pair
    from keyed
),

second_round as (
    select
        unit,
        replicate,
        {{ assay._mix_round('pair') }} as pair
    from first_round
),

streamed as (
    select
        unit,
        replicate,
        {{ assay.bits('(' ~ assay.xor_shift('pair') ~ ' + ' ~ stream ~ ')', 0, 32) }} as draw_key
    from second_round
),

third_round as (
    select
        unit,
        replicate,
        {{ assay._mix_round('draw_key') }} as draw_key
    from streamed
),

fourth_round as (
    select
        unit,
        replicate,
        {{ assay._mix_round('draw_key') }} as draw_key
    from third_round
),

drawn as (
    select
        unit,
        replicate,
        ({{ assay.xor_shift('draw_key') }} + 0.5e0) / 4294967296e0 as draw
    from fourth_round
),

bootstrap_weights as (
    select
        unit,
        replicate,
        {{ assay.poisson_weight('draw') }} as weight
    from drawn
)

select * from bootstrap_weights
