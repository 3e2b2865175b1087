{#- With alpha = 2 the cluster factor G is the mean of two exponential numbers, P(G > g) = exp(-2
    g) (1 + 2 g), and a die survives with y_sys exp(-A D G). Both the probability of a low yield
    and the expected value of acting are integrals over G > g, the factor at which the yield falls
    to its limit. -#}
with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

products as (
    select * from {{ ref('fab_products') }}
),

assumptions as (
    select
        max(case when name = 'rework_success' then (low + mode + high) / 3 end) as rework_success,
        max(case when name = 'inspect_usd' then mode end) as inspect_usd
    from {{ ref('fab_assumptions') }}
    where use_case = 'wafer_yield'
),

limited as (
    select
        wafers.*,
        products.rework_usd,
        wafers.gross_die * products.margin_usd as wafer_margin_usd,
        assumptions.rework_success,
        assumptions.inspect_usd,
        wafers.area_cm2 * wafers.expected_density as expected_defects,
        -ln(wafers.yield_limit / wafers.y_sys) / (wafers.area_cm2 * wafers.expected_density)
            as limit_factor
    from wafers
    inner join products
        on wafers.product = products.product
    cross join assumptions
),

integrated as (
    select
        *,
        exp(-2 * limit_factor) * (1 + 2 * limit_factor) as low_yield_probability,
        y_sys * 4 * exp(-(2 + expected_defects) * limit_factor)
        * (1 + (2 + expected_defects) * limit_factor)
        / ((2 + expected_defects) * (2 + expected_defects))
            as yield_below_limit
    from limited
),

truth_wafers as (
    select
        wafer_id,
        lot_id,
        product,
        low_yield_probability,
        y_sys * pow(1 + expected_defects / alpha, -alpha) as expected_yield,
        rework_success * (
            wafer_margin_usd * (yield_nominal * low_yield_probability - yield_below_limit)
            - rework_usd * low_yield_probability
        ) - inspect_usd as expected_value_usd,
        learning_density,
        effect_log_density,
        excursion_log_density,
        expected_density,
        defect_density,
        sort_yield as true_sort_yield,
        excursion_log_density > 0 as is_in_excursion,
        sort_yield < yield_limit as is_low_yield,
        {{ assay.fab_at('decided_day') }} as decided_at
    from integrated
)

select * from truth_wafers
