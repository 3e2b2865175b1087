{%- set unit_and_replicate -%}
    concat_ws('|', cast(units.unit as string), cast(replicates.replicate as string))
{%- endset -%}
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

drawn as (
    select
        units.unit,
        replicates.replicate,
        {{ assay.uniform(unit_and_replicate, 'bootstrap') }} as draw
    from units
    cross join replicates
),

bootstrap_weights as (
    select
        unit,
        replicate,
        {{ assay.poisson_weight('draw') }} as weight
    from drawn
)

select * from bootstrap_weights
