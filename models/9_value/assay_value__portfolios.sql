with

verdicts as (
    select * from {{ ref('assay_value__verdicts') }}
),

business_cases as (
    select * from {{ ref('assay_value__business_cases') }}
    where scenario = 'base'
),

team_members as (
    select
        use_case,
        case
            when count(*) = count(fte_rate * weeks) then {{ assay.exact_sum('fte_rate * weeks') }}
        end as person_weeks
    from {{ ref('assay_inputs__team_members') }}
    group by use_case
),

joined as (
    select
        verdicts.use_case,
        verdicts.verdict,
        verdicts.currency,
        'computed' as source,
        verdicts.evidence_status,
        case
            when verdicts.expected_npv_amount is null then verdicts.reason
            when coalesce(business_cases.investment_amount, 0) = 0 then 'nothing is invested'
            when team_members.person_weeks is null then 'the time of the team is not declared'
        end as reason,
        verdicts.expected_npv_amount,
        verdicts.npv_negative_rate,
        business_cases.investment_amount,
        verdicts.expected_npv_amount / nullif(business_cases.investment_amount, 0)
            as npv_per_investment,
        team_members.person_weeks
    from verdicts
    left join business_cases on verdicts.use_case = business_cases.use_case
    left join team_members on verdicts.use_case = team_members.use_case
),

-- Money of several currencies is not added; within one, what earns most per investment comes first.
portfolios as (
    select
        *,
        case
            when expected_npv_amount is not null
                then cast(row_number() over in_order as integer)
        end as portfolio_rank,
        cast(
            sum(cast(investment_amount as decimal(38, 12))) over in_order as double
        ) as cumulated_investment_amount,
        cast(
            sum(cast(expected_npv_amount as decimal(38, 12))) over in_order as double
        ) as cumulated_npv_amount
    from joined
    window
        in_order as (
            partition by currency
            order by
                npv_per_investment desc nulls last,
                expected_npv_amount desc nulls last,
                use_case asc
            rows unbounded preceding
        )
)

select * from portfolios
