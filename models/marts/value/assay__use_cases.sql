with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

current_policies as (
    select
        use_case,
        policy as current_policy
    from {{ ref('assay_inputs__policies') }}
    where is_current
),

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

delays as (
    select
        *,
        {{ assay.epoch_days('label_known_at') }} - {{ assay.epoch_days('decided_at') }}
            as label_delay_days,
        {{ assay.epoch_days('max(decided_at) over (partition by use_case)') }}
        - {{ assay.epoch_days('decided_at') }} as age_days
    from decisions
),

counted as (
    select
        use_case,
        count(*) as decision_count,
        count(label) as labelled_count,
        count(case when label = 1 then 1 end) as true_count,
        min(decided_at) as first_decided_at,
        max(decided_at) as last_decided_at,
        max(age_days) / cast(30.4375 as double) as month_count,
        case
            when max(label_delay_days) > 0 then {{ assay.quantile('label_delay_days', 0.5) }}
        end as label_delay_p50_days,
        case
            when max(label_delay_days) > 0 then {{ assay.quantile('label_delay_days', 0.95) }}
        end as label_delay_p95_days
    from delays
    group by use_case
),

-- A label is due once it has waited as long as is declared, or else as nearly all others did.
covered as (
    select
        delays.use_case,
        cast(count(delays.label) as double) / nullif(count(*), 0) as label_coverage_rate
    from delays
    inner join counted on delays.use_case = counted.use_case
    inner join use_cases on delays.use_case = use_cases.use_case
    where delays.age_days >= coalesce(use_cases.wait_days, counted.label_delay_p95_days, 0)
    group by delays.use_case
),

described as (
    select
        use_cases.use_case,
        use_cases.problem,
        use_cases.task,
        use_cases.entity_relation,
        use_cases.action,
        current_policies.current_policy,
        use_cases.currency,
        'not declared: ' || nullif(concat_ws(
            ', ',
            case when use_cases.currency is null then 'money.currency' end,
            case when use_cases.discount_rate_annual is null then 'money.discount_rate_annual' end,
            case when use_cases.units_per_month is null then 'volume.units_per_month' end,
            case when use_cases.capacity_per_day is null then 'decision.capacity_per_day' end
        ), '') as reason,
        use_cases.wait_days,
        cast(use_cases.capacity_per_day as double) as capacity_per_day,
        cast(use_cases.units_per_month as double) as units_per_month,
        use_cases.sample_fraction,
        use_cases.discount_rate_annual,
        use_cases.horizon_months,
        coalesce(counted.decision_count, 0) as decision_count,
        coalesce(counted.labelled_count, 0) as labelled_count,
        case
            when use_cases.task in ('binary', 'anomaly')
                then cast(counted.true_count as double) / nullif(counted.labelled_count, 0)
        end as label_rate,
        counted.decision_count / nullif(counted.month_count, 0) as decisions_per_month,
        counted.label_delay_p50_days,
        counted.label_delay_p95_days,
        covered.label_coverage_rate,
        use_cases.has_outcomes,
        counted.first_decided_at,
        counted.last_decided_at
    from use_cases
    left join current_policies on use_cases.use_case = current_policies.use_case
    left join counted on use_cases.use_case = counted.use_case
    left join covered on use_cases.use_case = covered.use_case
)

select * from described
