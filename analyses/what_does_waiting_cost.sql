-- What does it cost to do nothing for a quarter, half a year, a year: if the gap stays, and if it follows its trend?
with

inaction_costs as (
    select * from {{ ref('assay__inaction_costs') }}
    where month in (3, 6, 12)
),

compared as (
    select
        use_case,
        metric,
        month,
        currency,
        max(case when scenario = 'flat' then cumulative_cost_amount end) as flat_amount,
        max(case when scenario = 'widening' then cumulative_cost_amount end) as widening_amount
    from inaction_costs
    group by use_case, metric, month, currency
)

select * from compared
order by use_case, metric, month
