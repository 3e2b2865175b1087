with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

declared as (
    select * from {{ ref('assay_inputs__initiatives') }}
),

plans as (
    select
        use_case,
        npv_amount
    from {{ ref('assay_value__delayed_cases') }}
    where delay_weeks = 0
),

delays as (
    select
        use_case,
        cost_of_delay_per_week_amount
    from {{ ref('assay_value__delayed_cases') }}
    where delay_weeks = 1
),

-- A use case that nobody listed still has a cost of delay, though no place in the queue.
listed as (
    select
        initiative,
        use_case,
        currency,
        duration_weeks,
        people_weeks,
        npv_amount,
        cost_of_delay_per_week_amount
    from declared
    union all
    select
        use_cases.use_case as initiative,
        use_cases.use_case,
        cast(null as string) as currency,
        cast(null as double) as duration_weeks,
        cast(null as double) as people_weeks,
        cast(null as double) as npv_amount,
        cast(null as double) as cost_of_delay_per_week_amount
    from use_cases
    left join declared
        on use_cases.use_case = declared.use_case or use_cases.use_case = declared.initiative
    where declared.initiative is null
),

joined as (
    select
        listed.initiative,
        listed.use_case,
        coalesce(listed.currency, use_cases.currency) as currency,
        case when listed.use_case is null then 'declared' else 'computed' end as source,
        listed.duration_weeks,
        listed.people_weeks,
        case when listed.use_case is null then listed.npv_amount else plans.npv_amount end
            as npv_amount,
        case
            when listed.use_case is null then listed.cost_of_delay_per_week_amount
            else delays.cost_of_delay_per_week_amount
        end as cost_of_delay_per_week_amount
    from listed
    left join use_cases on listed.use_case = use_cases.use_case
    left join plans on listed.use_case = plans.use_case
    left join delays on listed.use_case = delays.use_case
),

initiatives as (
    select
        *,
        cost_of_delay_per_week_amount / nullif(duration_weeks, 0) as cd3_amount
    from joined
)

select * from initiatives
