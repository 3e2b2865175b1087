with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

adoptions as (
    select
        use_case,
        max(adopted_rate) as adopted_rate
    from {{ ref('assay_value__volumes') }}
    where scenario = 'base'
    group by use_case
),

delays as (
    select * from {{ ref('assay_value__delays') }}
),

valued as (
    select
        delays.*,
        use_cases.currency,
        use_cases.units_per_month,
        effects.effect_amount * use_cases.units_per_month
        * adoptions.adopted_rate * delays.value_rate
            as value_amount,
        -- Scoring every decision as it comes is one run per decision.
        case
            when delays.every_days = 0 then use_cases.units_per_month
            else cast(365.25 as double) / 12 / delays.every_days
        end as runs_per_month,
        effects.reason as effect_reason
    from delays
    inner join use_cases on delays.use_case = use_cases.use_case
    left join effects on delays.use_case = effects.use_case
    left join adoptions on delays.use_case = adoptions.use_case
),

costed as (
    select
        *,
        runs_per_month * amount_per_run as cost_amount,
        concat_ws(
            '; ',
            case
                when value_rate is null then 'neither a half-life nor the time of labels is known'
            end,
            case when value_amount is null then effect_reason end,
            case when units_per_month is null then 'units_per_month is not declared' end,
            case
                when step_kind = 'cadence' and amount_per_run is null
                    then 'amount_per_run is not declared'
            end
        ) as reasons
    from valued
),

ranked as (
    select
        *,
        row_number() over (
            partition by use_case, step_kind
            order by value_amount - cost_amount desc nulls last, cost_amount asc, every_days desc
        ) as preference
    from costed
),

timeliness as (
    select
        use_case,
        step_kind,
        step,
        currency,
        source,
        case
            when value_rate is null then 'insufficient_data'
            when reasons = '' then 'ok'
            when value_amount is null and units_per_month is not null then 'insufficient_data'
            else 'not_declared'
        end as evidence_status,
        nullif(reasons, '') as reason,
        every_days,
        mean_delay_days,
        value_rate,
        value_amount,
        runs_per_month,
        cost_amount,
        value_amount - cost_amount as net_amount,
        coalesce(n, 0) as n,
        case
            when value_amount - cost_amount is not null then preference = 1
        end as is_best
    from ranked
)

select * from timeliness
