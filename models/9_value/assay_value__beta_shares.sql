{%- set cells = 4096 -%}
{%- set steps = 1024 -%}
{%- set pi = 'cast(3.141592653589793 as double)' -%}
with

inputs as (
    select
        *,
        4 * (mode - low) / (high - low) as low_power,
        4 * (high - mode) / (high - low) as high_power
    from {{ ref('assay_value__inputs') }}
    where distribution = 'beta' and low < high
),

-- Cells are narrow at both ends, where the density may start or end steeply.
cells as (
    select
        use_case,
        input_number,
        low_power,
        high_power,
        {{ assay.integer_rows('1', cells) }} as cell
    from inputs
),

bounded as (
    select
        *,
        (1 - cos({{ pi }} * (cell - 1) / {{ cells }})) / 2 as share_from,
        (1 - cos({{ pi }} * cell / {{ cells }})) / 2 as share_to,
        (1 - cos({{ pi }} * (cell - cast(0.5 as double)) / {{ cells }})) / 2 as share_mid
    from cells
),

weighted as (
    select
        *,
        cast(
            power(share_mid, low_power) * power(1 - share_mid, high_power) * (share_to - share_from)
            as decimal(38, 18)
        ) as weight
    from bounded
),

cumulated as (
    select
        use_case,
        input_number,
        share_from,
        share_to,
        (sum(weight) over below - weight) / cast(sum(weight) over everything as double)
            as rate_from,
        sum(weight) over below / cast(sum(weight) over everything as double) as rate_to
    from weighted
    window
        everything as (partition by use_case, input_number),
        below as (partition by use_case, input_number order by cell rows unbounded preceding)
),

steps as (
    select
        step,
        (1 - cos({{ pi }} * step / {{ steps }})) / 2 as probability
    from (
        select {{ assay.integer_rows('1', steps - 1) }} as step
    ) as numbered
),

inverted as (
    select
        cumulated.use_case,
        cumulated.input_number,
        steps.step,
        cumulated.share_from
        + (cumulated.share_to - cumulated.share_from) * (steps.probability - cumulated.rate_from)
        / (cumulated.rate_to - cumulated.rate_from) as beta_share
    from cumulated
    inner join steps
        on cumulated.rate_from < steps.probability and cumulated.rate_to >= steps.probability
),

beta_shares as (
    select
        use_case,
        input_number,
        step,
        beta_share
    from inverted
    union all
    select
        use_case,
        input_number,
        0 as step,
        cast(0 as double) as beta_share
    from inputs
    union all
    select
        use_case,
        input_number,
        {{ steps }} as step,
        cast(1 as double) as beta_share
    from inputs
)

select * from beta_shares
