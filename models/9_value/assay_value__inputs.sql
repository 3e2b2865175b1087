{%- set spread = 'cast(1.6448536269514722 as double)' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

assumptions as (
    select * from {{ ref('assay_inputs__assumptions') }}
),

effect_slopes as (
    select * from {{ ref('assay_value__effect_slopes') }}
),

cost_lines as (
    select
        *,
        low < high as has_range
    from {{ ref('assay_inputs__cost_lines') }}
),

-- What one unit of money in a line costs over the whole horizon: months fold into one factor.
annuities as (
    select
        cash_flows.use_case,
        cash_flows.line,
        max(0 - cash_flows.unit_amount) as unit_amount,
        {{ assay.npv(
            "case when cash_flows.unit_amount is null then null"
            ~ " when cash_flows.kind = 'per_unit' then cash_flows.volume else 1 end",
            'cash_flows.month',
            'use_cases.discount_rate_annual'
        ) }} as annuity
    from {{ ref('assay_value__cash_flows') }} as cash_flows
    inner join use_cases on cash_flows.use_case = use_cases.use_case
    where cash_flows.scenario = 'base' and cash_flows.kind <> 'benefit'
    group by cash_flows.use_case, cash_flows.line
),

-- The bounds of a normal distribution are its 5th and 95th percentile.
gathered as (
    select
        use_case,
        'effect' as input_kind,
        'effect' as input,
        'normal' as distribution,
        'measured' as source,
        effect_amount - {{ spread }} * effect_standard_error as low,
        effect_amount as mode,
        effect_amount + {{ spread }} * effect_standard_error as high,
        cast(1 as double) as effect_slope,
        cast(0 as double) as annuity
    from effects
    union all
    select
        assumptions.use_case,
        'assumption' as input_kind,
        lower(assumptions.name) as input,
        assumptions.distribution,
        'declared' as source,
        assumptions.low,
        assumptions.mode,
        assumptions.high,
        coalesce(effect_slopes.effect_slope, 0) as effect_slope,
        cast(0 as double) as annuity
    from assumptions
    left join effect_slopes
        on
            assumptions.use_case = effect_slopes.use_case
            and lower(assumptions.name) = effect_slopes.assumption
    where
        effect_slopes.effect_slope is not null
        or lower(assumptions.name) in ('adoption', 'ramp_months')
    union all
    select
        annuities.use_case,
        'cost_line' as input_kind,
        annuities.line as input,
        case when cost_lines.has_range then 'triangular' else 'fixed' end as distribution,
        case when cost_lines.name is null then 'computed' else 'declared' end as source,
        cost_lines.low,
        coalesce(cost_lines.mode, annuities.unit_amount) as mode,
        cost_lines.high,
        cast(0 as double) as effect_slope,
        annuities.annuity
    from annuities
    left join cost_lines
        on annuities.use_case = cost_lines.use_case and annuities.line = cost_lines.name
),

inputs as (
    select
        use_case,
        cast(row_number() over (partition by use_case order by input_kind, input) as integer)
            as input_number,
        input_kind,
        input,
        distribution,
        source,
        low,
        mode,
        high,
        {{ assay.expected_value('distribution', 'low', 'mode', 'high') }} as mean,
        effect_slope,
        annuity,
        {{ assay.hash_integer(
            "concat_ws('|', use_case, input_kind, input, '" ~ var('assay_seed', 1) ~ "')"
        ) }} as stream
    from gathered
)

select * from inputs
