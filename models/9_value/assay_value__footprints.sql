with

compute_costs as (
    select * from {{ ref('assay_value__compute_costs') }}
),

rates as (
    select
        use_case,
        max(case when name = 'compute_watts' then expected_value end) as compute_watts,
        max(case when name = 'grid_kg_per_kwh' then expected_value end) as grid_kg_per_kwh
    from {{ ref('assay_inputs__assumptions') }}
    group by use_case
),

trainings as (
    select
        use_case,
        count(*) as n,
        {{ assay.exact_sum('run_seconds') }} as run_seconds
    from compute_costs
    group by use_case
),

metrics as (
    select
        'training_energy' as metric,
        'kWh' as unit
    union all
    select
        'training_co2e' as metric,
        'kg CO2e' as unit
),

footprints as (
    select
        trainings.use_case,
        metrics.metric,
        metrics.unit,
        nullif(
            concat_ws(
                '; ',
                case
                    when rates.compute_watts is null
                        then 'the assumption compute_watts is not declared'
                end,
                case
                    when rates.grid_kg_per_kwh is null and metrics.metric = 'training_co2e'
                        then 'the assumption grid_kg_per_kwh is not declared'
                end
            ),
            ''
        ) as reason,
        trainings.n,
        trainings.run_seconds / 3600 * rates.compute_watts / 1000
        * case metrics.metric
            when 'training_co2e' then rates.grid_kg_per_kwh
            else cast(1 as double)
        end as run_value
    from trainings
    cross join metrics
    left join rates on trainings.use_case = rates.use_case
)

select * from footprints
