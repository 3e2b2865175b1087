with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

adoptions as (
    select * from {{ ref('assay_inputs__assumptions') }}
    where name = 'adoption'
),

ramps as (
    select * from {{ ref('assay_inputs__assumptions') }}
    where name = 'ramp_months'
),

scenarios as (
    select 'base' as scenario
    union all
    select 'low' as scenario
    union all
    select 'high' as scenario
),

months as (
    select
        use_case,
        currency,
        units_per_month,
        {{ assay.integer_rows('0', 'horizon_months') }} as month
    from use_cases
),

assumed as (
    select
        months.use_case,
        scenarios.scenario,
        months.month,
        months.currency,
        months.units_per_month,
        case
            when adoptions.use_case is null then cast(1 as double)
            else
                {{ assay._at_scenario('adoptions.low', 'adoptions.mode', 'adoptions.high') }}
        end as adoption_rate,
        -- A long ramp is the bad end.
        {{ assay._at_scenario('ramps.high', 'ramps.mode', 'ramps.low') }} as ramp_months
    from months
    cross join scenarios
    left join adoptions on months.use_case = adoptions.use_case
    left join ramps on months.use_case = ramps.use_case
),

volumes as (
    select
        use_case,
        scenario,
        month,
        currency,
        units_per_month,
        adoption_rate,
        case
            when month < ramp_months then adoption_rate * month / ramp_months
            else adoption_rate
        end as adopted_rate
    from assumed
)

select * from volumes
