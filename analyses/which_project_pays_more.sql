-- Which of several projects pays more? The macros of finance on a table written by hand: replace the
-- flows by your own.
with

flows as (
    select
        project,
        cast(month as integer) as month,
        cast(amount as double) as amount
    from (
        values
        ('new model', 0, -100000), ('new model', 6, 30000), ('new model', 12, 60000),
        ('new model', 18, 60000), ('new tariff', 0, -40000), ('new tariff', 3, 25000),
        ('new tariff', 9, 25000), ('new tariff', 12, -15000), ('new tariff', 18, 20000)
    ) as given_flows (project, month, amount)
),

valued as (
    select
        project,
        {{ assay.npv('amount', 'month', '0.08') }} as npv_amount,
        {{ assay.npv('case when amount > 0 then amount else 0 end', 'month', '0.08') }}
            as benefits_amount,
        {{ assay.npv('case when amount < 0 then -amount else 0 end', 'month', '0.08') }}
            as costs_amount,
        {{ assay.mirr('amount', 'month', '0.08', '0.05') }} as mirr_annual_rate
    from flows
    group by project
),

rates as (
    {{ assay.irr('flows', ['project'], 'month', 'amount') }}
),

paybacks as (
    {{ assay.payback('flows', ['project'], 'month', 'amount') }}
),

discounted_paybacks as (
    {{ assay.discounted_payback('flows', ['project'], 'month', 'amount', '0.08') }}
),

-- With several rates of return none of them says anything.
single_rates as (
    select
        project,
        case when count(*) = 1 then max(irr_annual_rate) end as irr_annual_rate,
        count(*) as irr_count
    from rates
    group by project
),

projects as (
    select
        valued.project,
        valued.npv_amount,
        {{ assay.roi('valued.benefits_amount', 'valued.costs_amount') }} as roi_rate,
        valued.mirr_annual_rate,
        single_rates.irr_annual_rate,
        single_rates.irr_count,
        paybacks.payback_months,
        discounted_paybacks.payback_months as discounted_payback_months,
        {{ assay.break_even('0 - valued.costs_amount', 'valued.benefits_amount') }}
            as break_even_share,
        {{ assay.monthly_rate('0.08') }} as discount_rate_monthly
    from valued
    left join single_rates on valued.project = single_rates.project
    inner join paybacks on valued.project = paybacks.project
    inner join discounted_paybacks on valued.project = discounted_paybacks.project
)

select * from projects
order by npv_amount desc
