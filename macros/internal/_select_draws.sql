{% macro _select_draws(use_case, inputs) -%}
{#- The draws of one use case from `mixed_numbers`, `beta_shares`, `use_cases` and `ramp_factors`: a column for every
    input, so that nothing is grouped or joined by key. `inputs` as _simulated_inputs() gives them. What several
    distributions or several parts of a formula need is worked out once, and outside of any CASE, whose branches share
    nothing. -#}
{%- set number = assay._double_literal -%}
{%- set betas = inputs | selectattr('distribution', 'equalto', 'beta') | list -%}
{%- set normals = inputs | selectattr('distribution', 'in', ['normal', 'lognormal']) | list -%}
{%- set values, effects, costs, named = [], ['0e0'], ['0e0'], {} -%}
{%- for input in inputs -%}
    {%- set value = 'v' ~ input.input_number -%}
    {%- do values.append(value) -%}
    {%- if input.input_kind == 'cost_line' -%}
        {%- do costs.append(number(input.annuity) ~ ' * ' ~ value) -%}
    {%- elif input.input_kind == 'effect' -%}
        {%- do effects.append(value) -%}
    {%- else -%}
        {#- The measured effect holds with every assumption at its mean. -#}
        {%- do effects.append(number(input.effect_slope) ~ ' * (' ~ value ~ ' - ' ~ number(input.mean) ~ ')') -%}
        {%- do named.update({input.input: value}) -%}
    {%- endif -%}
{%- endfor -%}
{%- set adoption, ramp = named.get('adoption', '1e0'), named.get('ramp_months', '1e0') -%}
with

-- Every input has a stream of its own: a number that is mixed into that of the draw.
keyed as (
    select
        draw
        {%- for input in inputs %},
        {{ assay.bits('(draw_key + ' ~ input.stream ~ ')', 0, 32) }} as key_{{ input.input_number }}
        {%- endfor %}
    from mixed_numbers
    where draw >= {{ -2 * inputs | length }}
),

{%- for step, before in (('half_mixed', 'keyed'), ('mixed', 'half_mixed')) %}

{{ step }} as (
    select
        draw
        {%- for input in inputs %},
        {{ assay._mix_round('key_' ~ input.input_number) }} as key_{{ input.input_number }}
        {%- endfor %}
    from {{ before }}
),
{%- endfor %}

points as (
    select
        draw
        {%- for input in inputs %},
        case
            when draw > 0 then ({{ assay.xor_shift('key_' ~ input.input_number) }} + 0.5e0) / 4294967296e0
            when draw = {{ 1 - 2 * input.input_number | int }} then 0.1e0
            when draw = {{ -2 * input.input_number | int }} then 0.9e0
        end as p{{ input.input_number }}
        {%- endfor %}
    from mixed
),

{%- if betas %}

shares as (
    select
        {%- for input in betas %}
        {{ assay.array_ordered(
            'case when input_number = ' ~ input.input_number ~ ' then beta_share end', 'step'
        ) }} as shares_{{ input.input_number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from beta_shares
    where use_case = {{ dbt.string_literal(use_case) }}
),
{%- endif %}

prepared as (
    select
        points.*
        {%- for input in betas %},
        shares.shares_{{ input.input_number }},
        1024 * acos(1 - 2 * points.p{{ input.input_number }}) / 3.141592653589793e0
            as step_{{ input.input_number }}
        {%- endfor %}
        {%- for input in normals %}
        {%- set p = 'points.p' ~ input.input_number %},
        {{ p }} - 0.5e0 as offset_{{ input.input_number }},
        0.180625e0 - ({{ p }} - 0.5e0) * ({{ p }} - 0.5e0) as square_{{ input.input_number }},
        sqrt(-ln(least({{ p }}, 1 - {{ p }}))) as root_{{ input.input_number }}
        {%- endfor %}
    from points
    {{- ' cross join shares' if betas }}
),

drawn as (
    select
        draw
        {%- for input in inputs %},
        coalesce(
            {{ assay._drawn_value(input) }},
            {{ number(input.mean) }}
        ) as v{{ input.input_number }}
        {%- endfor %}
    from prepared
),

summed as (
    select
        draw,
        {{ effects | join(' + ') }} as effect_amount,
        {{ costs | join(' + ') }} as costs_amount,
        case when {{ adoption }} > 1 then 1e0 when {{ adoption }} < 0 then 0e0 else {{ adoption }} end
            as adoption_rate,
        case when {{ ramp }} > 1 then {{ ramp }} else 1e0 end as ramp_months,
        {{ assay.array_of(values, 'double') }} as input_values
    from drawn
),

-- The last month before the ramp ends.
ended as (
    select
        summed.*,
        use_cases.units_per_month,
        cast(
            case
                when summed.ramp_months > use_cases.horizon_months then use_cases.horizon_months
                else ceil(summed.ramp_months) - 1
            end as integer
        ) as month
    from summed
    cross join (select * from use_cases where use_case = {{ dbt.string_literal(use_case) }}) as use_cases
)

-- Until the ramp ends a month counts with its number over the ramp, after it in full.
select
    {{ dbt.string_literal(use_case) }} as use_case,
    ended.draw,
    ended.effect_amount,
    ended.units_per_month * ended.adoption_rate * (
        ramp_factors.ramp_sum / ended.ramp_months + ramp_factors.full_sum
    ) as discounted_volume,
    ended.costs_amount,
    ended.input_values
from ended
inner join (select * from ramp_factors where use_case = {{ dbt.string_literal(use_case) }}) as ramp_factors
    on ended.month = ramp_factors.month
{%- endmacro %}
