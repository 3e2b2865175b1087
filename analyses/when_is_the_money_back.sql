-- When is the money back? The balance of the base scenario month by month, as it is and at present value.
with

cash_flows as (
    select * from {{ ref('assay__cash_flows') }}
    where scenario = 'base'
),

use_cases as (
    select * from {{ ref('assay__use_cases') }}
),

monthly as (
    select
        cash_flows.use_case,
        cash_flows.month,
        sum(cash_flows.amount) as net_amount,
        sum(
            cash_flows.amount
            * {{ assay.discount_factor('cash_flows.month', 'use_cases.discount_rate_annual') }}
        ) as present_amount
    from cash_flows
    inner join use_cases on cash_flows.use_case = use_cases.use_case
    group by cash_flows.use_case, cash_flows.month
),

balances as (
    select
        use_case,
        month,
        net_amount,
        sum(net_amount) over (partition by use_case order by month) as balance_amount,
        sum(present_amount) over (partition by use_case order by month) as present_balance_amount
    from monthly
)

select * from balances
order by use_case, month
