with

simulations as (
    select * from {{ ref('assay_value__simulations') }}
    where evidence_status = 'ok'
),

sensitivities as (
    select * from {{ ref('assay_value__sensitivities') }}
    where distribution <> 'fixed'
),

draws as (
    select use_case, {{ assay.exploded_arrays({'input_value': 'input_values'}, 'input_number') }}
    from {{ ref('assay_value__draws') }}
    where draw > 0
),

pilots as (
    select * from {{ ref('assay_value__pilots') }}
),

-- A straight line in the input, which enters the value by itself or as a factor.
expected as (
    select
        sensitivities.use_case,
        sensitivities.input_kind,
        sensitivities.input,
        simulations.expected_npv_amount,
        simulations.evpi_amount,
        simulations.expected_npv_amount
        + sensitivities.npv_slope * (draws.input_value - sensitivities.input_mean)
            as conditional_npv_amount
    from sensitivities
    inner join simulations on sensitivities.use_case = simulations.use_case
    inner join draws
        on
            sensitivities.use_case = draws.use_case
            and sensitivities.input_number = draws.input_number
),

fitted as (
    select
        use_case,
        input_kind,
        input,
        evpi_amount,
        {{ assay.exact_sum(
            'case when conditional_npv_amount > 0 then conditional_npv_amount else 0 end'
        ) }} / count(*)
        - greatest({{ assay.exact_sum('conditional_npv_amount') }}, 0) / count(*) as fitted_amount
    from expected
    group by use_case, input_kind, input, evpi_amount
),

-- One input is worth no more than all of them: beyond that is error of the simulation.
partial as (
    select
        use_case,
        input_kind,
        input,
        case
            when fitted_amount < 0 then cast(0 as double)
            when fitted_amount > evpi_amount then evpi_amount
            else fitted_amount
        end as value_amount
    from fitted
),

-- The pilot moves the expected effect by a normal number of this deviation (normal prior and
-- normal result).
preposterior as (
    select
        simulations.use_case,
        simulations.expected_npv_amount,
        pilots.pilot_cost_amount,
        simulations.expected_volume
        * power(pilots.effect_standard_error, 2)
        / nullif(
            sqrt(power(pilots.effect_standard_error, 2) + power(pilots.pilot_standard_error, 2)), 0
        ) as deviation_amount
    from simulations
    inner join pilots on simulations.use_case = pilots.use_case
    where pilots.pilot_standard_error is not null and simulations.expected_volume > 0
),

standardised as (
    select
        *,
        abs(expected_npv_amount) / nullif(deviation_amount, 0) as distance
    from preposterior
),

sampled as (
    select
        use_case,
        pilot_cost_amount,
        coalesce(
            deviation_amount * (
                exp(-power(distance, 2) / 2) / sqrt(2 * cast(3.141592653589793 as double))
                - distance * {{ assay.normal_probability('-distance') }}
            ),
            0
        ) as pilot_value_amount
    from standardised
),

capped as (
    select
        sampled.use_case,
        sampled.pilot_cost_amount,
        case
            when sampled.pilot_value_amount > partial.value_amount then partial.value_amount
            when sampled.pilot_value_amount < 0 then cast(0 as double)
            else sampled.pilot_value_amount
        end as value_amount
    from sampled
    inner join partial on sampled.use_case = partial.use_case and partial.input_kind = 'effect'
),

information_values as (
    select
        use_case,
        'everything' as information,
        'everything' as input,
        evpi_amount as value_amount,
        cast(null as double) as cost_amount
    from simulations
    union all
    select
        use_case,
        input_kind as information,
        input,
        value_amount,
        cast(null as double) as cost_amount
    from partial
    union all
    select
        use_case,
        'pilot' as information,
        'pilot' as input,
        value_amount,
        pilot_cost_amount as cost_amount
    from capped
)

select * from information_values
