with

process_steps as (
    select * from {{ ref('assay_inputs__process_steps') }}
),

resources as (
    select distinct use_case, resource_id from {{ ref('assay_inputs__tool_states') }}
),

timed as (
    select
        process_steps.use_case,
        process_steps.step,
        coalesce(process_steps.passes, 1)
        * {{ assay.seconds_between('process_steps.started_at', 'process_steps.ended_at') }} / 3600
            as step_hours,
        coalesce(process_steps.passes, 1) * process_steps.standard_hours as standard_hours,
        process_steps.is_passed,
        process_steps.is_rework,
        process_steps.is_scrapped,
        case when process_steps.is_passed is not null
            then process_steps.is_passed and not coalesce(process_steps.is_rework, false)
        end as is_first_pass,
        resources.resource_id is not null as is_logged,
        cast(date_trunc('month', process_steps.ended_at) as date) as period_start
    from process_steps
    left join resources
        on
            process_steps.use_case = resources.use_case
            and process_steps.resource_id = resources.resource_id
),

step_sums as (
    select
        use_case,
        step,
        count(*) as n,
        count(is_rework) as rework_known,
        count(case when is_rework then 1 end) as rework_count,
        count(is_scrapped) as scrap_known,
        count(case when is_scrapped then 1 end) as scrap_count,
        count(is_first_pass) as pass_known,
        count(case when is_first_pass then 1 end) as pass_count,
        count(case when is_logged then 1 end) as logged_count,
        count(case when is_logged then is_passed end) as quality_known,
        count(case when is_logged and is_passed then 1 end) as quality_count,
        count(case when is_logged then standard_hours end) as standard_known,
        {{ assay.exact_sum('case when is_logged then standard_hours end') }} as standard_hours,
        {{ assay.exact_sum('step_hours - standard_hours') }} as extra_hours,
        period_start
    from timed
    group by use_case, step, period_start
)

select * from step_sums
