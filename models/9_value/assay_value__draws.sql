{%- set steps = 1024 -%}
{%- set pi = 'cast(3.141592653589793 as double)' -%}
with

inputs as (
    select * from {{ ref('assay_value__inputs') }}
),

beta_shares as (
    select * from {{ ref('assay_value__beta_shares') }}
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

-- Every input has a stream of its own: a number that is mixed into that of the draw.
keyed as (
    select
        inputs.use_case,
        inputs.input_number,
        mixed_numbers.draw,
        mod(mixed_numbers.draw_key + inputs.stream, 4294967296) as draw_key
    from mixed_numbers
    cross join inputs
),

random_points as (
    select
        use_case,
        input_number,
        draw,
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
        ends.use_case,
        inputs.input_number,
        ends.draw,
        case when ends.moved_number = inputs.input_number then ends.probability end as probability
    from ends
    inner join inputs on ends.use_case = inputs.use_case
),

described as (
    select
        points.*,
        inputs.distribution,
        inputs.low,
        inputs.mode,
        inputs.high,
        inputs.mean,
        case
            when inputs.distribution = 'beta'
                then {{ steps }} * acos(1 - 2 * points.probability) / {{ pi }}
        end as step
    from points
    inner join inputs
        on points.use_case = inputs.use_case and points.input_number = inputs.input_number
),

draws as (
    select
        described.use_case,
        described.input_number,
        described.draw,
        case
            when described.probability is null then described.mean
            else
                {{ assay._quantile_declared(
                    'described.distribution',
                    'described.probability',
                    'described.low',
                    'described.mode',
                    'described.high',
                    '(beta_shares.beta_share + (described.step - beta_shares.step)'
                    ~ ' * (beta_shares.next_beta_share - beta_shares.beta_share))'
                ) }}
        end as input_value
    from described
    left join beta_shares
        on
            described.use_case = beta_shares.use_case
            and described.input_number = beta_shares.input_number
            and floor(described.step) = beta_shares.step
)

select * from draws
