{%- set steps = 1024 -%}
{%- set pi = 'cast(3.141592653589793 as double)' -%}
{%- set below = assay.array_value('beta_shares', '(cast(floor(step) as integer) + 1)') -%}
{%- set above = assay.array_value('beta_shares', '(cast(floor(step) as integer) + 2)') -%}
with

beta_shares as (
    select
        use_case,
        input_number,
        {{ assay.array_ordered('beta_share', 'step') }} as beta_shares
    from {{ ref('assay_value__beta_shares') }}
    group by use_case, input_number
),

inputs as (
    select
        inputs.*,
        beta_shares.beta_shares
    from {{ ref('assay_value__inputs') }} as inputs
    left join beta_shares
        on
            inputs.use_case = beta_shares.use_case
            and inputs.input_number = beta_shares.input_number
),

numbered as (
    select {{ assay.integer_rows('1', var('assay_draws', 10000)) }} as draw
),

mixed_numbers as (
    select
        draw,
        {{ assay.mix_integer('cast(draw as bigint)') }} as draw_key
    from numbered
),

-- Every input has a stream of its own: a number that is mixed into that of the draw. The input
-- comes along whole: joined by its number to every draw, it would cost more than the draw.
keyed as (
    select
        inputs.*,
        mixed_numbers.draw,
        {{ assay.bits('(mixed_numbers.draw_key + inputs.stream)', 0, 32) }} as draw_key
    from mixed_numbers
    cross join inputs
),

random_points as (
    select
        *,
        ({{ assay.mix_integer('draw_key') }} + cast(0.5 as double)) / cast(4294967296 as double)
            as probability
    from keyed
),

-- Draw 0 has every input at its mean, draws 1 - 2i and -2i have input i at its 10th and 90th
-- percentile.
ends as (
    select
        use_case,
        input_number as moved_number,
        1 - 2 * input_number as draw,
        cast(0.1 as double) as probability
    from inputs
    union all
    select
        use_case,
        input_number as moved_number,
        -2 * input_number as draw,
        cast(0.9 as double) as probability
    from inputs
    union all
    select distinct
        use_case,
        0 as moved_number,
        0 as draw,
        cast(null as double) as probability
    from inputs
),

points as (
    select * from random_points
    union all
    select
        inputs.*,
        ends.draw,
        cast(null as bigint) as draw_key,
        case when ends.moved_number = inputs.input_number then ends.probability end as probability
    from ends
    inner join inputs on ends.use_case = inputs.use_case
),

-- What several distributions or several parts of a formula need is worked out once.
prepared as (
    select
        *,
        case
            when distribution = 'beta'
                then {{ steps }} * acos(1 - 2 * probability) / {{ pi }}
        end as step,
        case
            when distribution in ('normal', 'lognormal')
                then {{ assay.quantile_normal('probability') }}
        end as normal_score
    from points
),

draws as (
    select
        use_case,
        input_number,
        input_kind,
        input,
        mean,
        effect_slope,
        annuity,
        draw,
        case
            when probability is null then mean
            else
                {{ assay._quantile_declared(
                    'distribution',
                    'probability',
                    'normal_score',
                    'low',
                    'mode',
                    'high',
                    '(' ~ below ~ ' + (step - floor(step)) * (' ~ above ~ ' - ' ~ below ~ '))'
                ) }}
        end as input_value
    from prepared
)

select * from draws
