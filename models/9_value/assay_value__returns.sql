with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

cash_flows as (
    select * from {{ ref('assay_value__cash_flows') }}
),

net_flows as (
    select
        cash_flows.use_case,
        cash_flows.scenario,
        cash_flows.month,
        use_cases.discount_rate_annual,
        {{ assay.exact_sum('cash_flows.amount') }} as amount,
        count(*) > count(cash_flows.amount) as is_unknown
    from cash_flows
    inner join use_cases on cash_flows.use_case = use_cases.use_case
    group by
        cash_flows.use_case,
        cash_flows.scenario,
        cash_flows.month,
        use_cases.discount_rate_annual
),

known_flows as (
    select
        *,
        sign(amount) as direction
    from net_flows
    qualify not bool_or(is_unknown) over (partition by use_case, scenario)
),

directions as (
    select
        *,
        lag(direction) over (partition by use_case, scenario order by month) as previous_direction
    from known_flows
    where direction <> 0
),

changes as (
    select
        use_case,
        scenario,
        cast(count(case when direction <> previous_direction then 1 end) as integer)
            as sign_changes
    from directions
    group by use_case, scenario
),

modified as (
    select
        use_case,
        scenario,
        {{ assay.mirr('amount', 'month', 'discount_rate_annual', 'discount_rate_annual') }}
            as mirr_annual_rate
    from known_flows
    group by use_case, scenario
),

rates as (
    {{ assay.irr('known_flows', ['use_case', 'scenario'], 'month', 'amount') }}
),

counted as (
    select
        use_case,
        scenario,
        cast(count(*) as integer) as irr_count,
        min(irr_annual_rate) as smallest_rate
    from rates
    group by use_case, scenario
),

paybacks as (
    {{ assay.payback('known_flows', ['use_case', 'scenario'], 'month', 'amount') }}
),

discounted_paybacks as (
    {{ assay.discounted_payback(
        'known_flows', ['use_case', 'scenario'], 'month', 'amount', 'discount_rate_annual'
    ) }}
),

-- One of several rates says nothing about whether the project pays, so none of them is shown.
returns as (
    select
        modified.use_case,
        modified.scenario,
        case when counted.irr_count = 1 then counted.smallest_rate end as irr_annual_rate,
        modified.mirr_annual_rate,
        paybacks.payback_months,
        discounted_paybacks.payback_months as discounted_payback_months,
        coalesce(counted.irr_count, 0) as irr_count,
        coalesce(changes.sign_changes, 0) as sign_changes
    from modified
    inner join paybacks
        on modified.use_case = paybacks.use_case and modified.scenario = paybacks.scenario
    inner join discounted_paybacks
        on
            modified.use_case = discounted_paybacks.use_case
            and modified.scenario = discounted_paybacks.scenario
    left join changes
        on modified.use_case = changes.use_case and modified.scenario = changes.scenario
    left join counted
        on modified.use_case = counted.use_case and modified.scenario = counted.scenario
)

select * from returns
