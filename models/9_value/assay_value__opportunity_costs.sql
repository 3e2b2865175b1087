with

weighted as (
    select * from {{ ref('assay_value__initiatives') }}
),

queued as (
    select
        *,
        row_number() over (
            partition by currency order by cd3_amount desc, duration_weeks asc, initiative asc
        ) as cd3_rank
    from weighted
    where cd3_amount is not null
),

scheduled as (
    select
        initiative,
        cd3_rank,
        cast(sum(cast(duration_weeks as decimal(38, 12))) over (
            partition by currency order by cd3_rank rows between unbounded preceding and current row
        ) as double) as finish_week
    from queued
),

alternatives as (
    select
        weighted.initiative,
        others.initiative as next_best_initiative,
        others.npv_amount as next_best_npv_amount
    from weighted
    inner join weighted as others
        on
            weighted.initiative <> others.initiative
            and weighted.people_weeks >= others.people_weeks
            and weighted.currency = others.currency
            and others.npv_amount is not null
    qualify row_number() over (
        partition by weighted.initiative order by others.npv_amount desc, others.initiative asc
    ) = 1
),

opportunity_costs as (
    select
        weighted.initiative,
        weighted.use_case,
        weighted.currency,
        weighted.source,
        case
            when weighted.npv_amount is null or weighted.cd3_amount is null then 'not_declared'
            when alternatives.initiative is null then 'no_alternative'
            else 'ok'
        end as evidence_status,
        nullif(concat_ws(
            '; ',
            case when weighted.duration_weeks is null then 'duration_weeks is not declared' end,
            case when weighted.people_weeks is null then 'people_weeks is not declared' end,
            case when weighted.npv_amount is null then 'the net present value is not known' end,
            case
                when weighted.cost_of_delay_per_week_amount is null
                    then 'the cost of delay is not known'
            end,
            case
                when alternatives.initiative is null
                    then 'no other initiative of known value fits the same people'
            end
        ), '') as reason,
        alternatives.next_best_initiative,
        weighted.duration_weeks,
        weighted.people_weeks,
        weighted.npv_amount,
        weighted.npv_amount / nullif(weighted.people_weeks, 0) as npv_per_people_week_amount,
        weighted.cost_of_delay_per_week_amount,
        weighted.cd3_amount,
        cast(scheduled.cd3_rank as integer) as cd3_rank,
        scheduled.finish_week - weighted.duration_weeks as start_week,
        scheduled.finish_week,
        weighted.cost_of_delay_per_week_amount * scheduled.finish_week as delay_cost_amount,
        -- Doing nothing with the people is always possible and costs nothing.
        case
            when alternatives.next_best_npv_amount < 0 then cast(0 as double)
            else alternatives.next_best_npv_amount
        end as opportunity_cost_amount
    from weighted
    left join scheduled on weighted.initiative = scheduled.initiative
    left join alternatives on weighted.initiative = alternatives.initiative
)

select * from opportunity_costs
