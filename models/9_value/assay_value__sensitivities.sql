{%- set value = assay.array_value('draws.input_values', 'inputs.input_number') -%}
with

inputs as (
    select * from {{ ref('assay_value__inputs') }}
),

draws as (
    select * from {{ ref('assay_value__draws') }}
),

simulated_npvs as (
    select * from {{ ref('assay_value__simulated_npvs') }}
),

simulations as (
    select * from {{ ref('assay_value__simulations') }}
    where evidence_status = 'ok'
),

ends as (
    select
        inputs.use_case,
        inputs.input_number,
        max(case when draws.draw = 1 - 2 * inputs.input_number then {{ value }} end) as input_p10,
        max(case when draws.draw = -2 * inputs.input_number then {{ value }} end) as input_p90,
        max(case when draws.draw = 1 - 2 * inputs.input_number then simulated_npvs.npv_amount end)
            as npv_at_p10_amount,
        max(case when draws.draw = -2 * inputs.input_number then simulated_npvs.npv_amount end)
            as npv_at_p90_amount
    from inputs
    inner join draws on inputs.use_case = draws.use_case
    inner join simulated_npvs
        on draws.use_case = simulated_npvs.use_case and draws.draw = simulated_npvs.draw
    where draws.draw < 0
    group by inputs.use_case, inputs.input_number
),

sloped as (
    select
        *,
        coalesce(
            (npv_at_p90_amount - npv_at_p10_amount) / nullif(input_p90 - input_p10, 0), 0
        ) as npv_slope
    from ends
),

random_values as (
    select
        use_case,
        {{ assay.exploded_arrays({'input_value': 'input_values'}, 'input_number') }}
    from draws
    where draw > 0
),

ranged as (
    select
        use_case,
        input_number,
        max(input_value) - min(input_value) as input_range
    from random_values
    group by use_case, input_number
),

-- As shares of the range, so that squares of money stay within what a decimal holds.
scaled as (
    select
        random_values.use_case,
        random_values.input_number,
        ranged.input_range,
        (random_values.input_value - inputs.mean) / nullif(ranged.input_range, 0) as input_share
    from random_values
    inner join ranged
        on
            random_values.use_case = ranged.use_case
            and random_values.input_number = ranged.input_number
    inner join inputs
        on
            random_values.use_case = inputs.use_case
            and random_values.input_number = inputs.input_number
),

spread as (
    select
        use_case,
        input_number,
        input_range * sqrt({{ assay.exact_sum('input_share * input_share') }} / count(*))
            as input_deviation
    from scaled
    group by use_case, input_number, input_range
),

sensitivities as (
    select
        inputs.use_case,
        inputs.input_kind,
        inputs.input,
        inputs.distribution,
        inputs.source,
        inputs.input_number,
        inputs.mean as input_mean,
        sloped.input_p10,
        sloped.input_p90,
        sloped.npv_at_p10_amount,
        sloped.npv_at_p90_amount,
        abs(sloped.npv_at_p90_amount - sloped.npv_at_p10_amount) as swing_amount,
        sloped.npv_slope,
        coalesce(
            power(
                sloped.npv_slope * spread.input_deviation
                / nullif(simulations.npv_deviation_amount, 0),
                2
            ),
            0
        ) as first_order_share,
        inputs.mean - simulations.expected_npv_amount / nullif(sloped.npv_slope, 0)
            as break_even_value
    from inputs
    inner join simulations on inputs.use_case = simulations.use_case
    inner join sloped
        on inputs.use_case = sloped.use_case and inputs.input_number = sloped.input_number
    left join spread
        on inputs.use_case = spread.use_case and inputs.input_number = spread.input_number
)

select * from sensitivities
