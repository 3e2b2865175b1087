{%- set layout = assay._simulated_inputs(
    ref('assay_value__inputs'), ref('assay_value__business_cases')
) -%}
with

beta_shares as (
    select * from {{ ref('assay_value__beta_shares') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

ramp_factors as (
    select * from {{ ref('assay_value__ramp_factors') }}
),

-- Draw 0 has every input at its mean, draws 1 - 2i and -2i have input i at its 10th and 90th
-- percentile.
numbered as (
    {{ assay.integers(
        -2 * (layout.values() | map('length') | list + [0]) | max, var('assay_draws', 10000), 'draw'
    ) }}
),

mixed_numbers as (
    select
        draw,
        {{ assay.mix_integer('cast(draw as bigint)') }} as draw_key
    from numbered
),

draws as (
    {%- for use_case, inputs in layout.items() %}
    select * from ({{ assay._select_draws(use_case, inputs) }}) as drawn
    {{- ' union all' if not loop.last }}
    {%- else %}
    {{ assay._select_no_draws() }}
    {%- endfor %}
)

select * from draws
