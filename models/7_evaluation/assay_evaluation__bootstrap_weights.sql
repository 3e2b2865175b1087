{%- set stream = assay.hash_integer("'bootstrap|" ~ var('assay_seed', 1) ~ "'") -%}
with

last_unit as (
    select max(unit) as unit
    from {{ ref('assay_evaluation__bootstrap_units') }}
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

mixed as (
    select
        unit,
        replicate,
        {{ assay.bits('(' ~ assay.mix_integer('pair') ~ ' + ' ~ stream ~ ')', 0, 32) }} as draw_key
    from keyed
),

drawn as (
    select
        unit,
        replicate,
        ({{ assay.mix_integer('draw_key') }} + 0.5e0) / 4294967296e0 as draw
    from mixed
),

bootstrap_weights as (
    select
        unit,
        replicate,
        {{ assay.poisson_weight('draw') }} as weight
    from drawn
)

select * from bootstrap_weights
