-- What if the model earns less than measured? The base scenario again, with 100, 75, 50 and 25 % of the benefit.
with

shares as (
    select 1.00 as effect_share
    union all
    select 0.75 as effect_share
    union all
    select 0.50 as effect_share
    union all
    select 0.25 as effect_share
),

cash_flows as (
    select
        flows.use_case,
        flows.month,
        shares.effect_share,
        use_cases.discount_rate_annual,
        flows.amount * case when flows.kind = 'benefit' then shares.effect_share else 1 end
            as amount
    from {{ ref('assay__cash_flows') }} as flows
    inner join {{ ref('assay__use_cases') }} as use_cases on flows.use_case = use_cases.use_case
    cross join shares
    where flows.scenario = 'base' and flows.source <> 'measured'
),

net_present_values as (
    select
        use_case,
        effect_share,
        {{ assay.npv('amount', 'month', 'discount_rate_annual') }} as npv_amount
    from cash_flows
    group by use_case, effect_share
),

paybacks as (
    {{ assay.payback('cash_flows', ['use_case', 'effect_share'], 'month', 'amount') }}
),

cases as (
    select
        net_present_values.use_case,
        net_present_values.effect_share,
        net_present_values.npv_amount,
        paybacks.payback_months
    from net_present_values
    inner join paybacks
        on
            net_present_values.use_case = paybacks.use_case
            and net_present_values.effect_share = paybacks.effect_share
)

select * from cases
order by use_case, effect_share desc
