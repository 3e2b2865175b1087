with

responsibilities as (
    select * from {{ ref('assay_inputs__responsibilities') }}
),

capacities as (
    select
        use_case,
        role,
        count(*) as member_count,
        {{ assay.exact_sum('fte_rate * weeks') }} as capacity_weeks
    from {{ ref('assay_inputs__team_members') }}
    group by use_case, role
),

staffed as (
    select
        responsibilities.*,
        coalesce(capacities.member_count, 0) as member_count,
        capacities.capacity_weeks
    from responsibilities
    left join capacities
        on
            responsibilities.use_case = capacities.use_case
            and responsibilities.role = capacities.role
),

tasks as (
    select
        use_case,
        task,
        count(*) filter (where responsibility = 'A') as accountable_count,
        count(*) filter (where responsibility = 'R') as responsible_count,
        count(*) filter (where responsibility = 'A' and coalesce(capacity_weeks, 0) <= 0)
            as idle_accountable_count,
        coalesce(bool_or(is_gate), false) as is_gate
    from staffed
    group by use_case, task
),

covered as (
    select
        staffed.use_case,
        staffed.task,
        staffed.role,
        staffed.responsibility,
        case
            when tasks.accountable_count = 0 then 'no_accountable'
            when tasks.accountable_count > 1 then 'several_accountable'
            when tasks.responsible_count = 0 then 'nobody_does_it'
            when tasks.idle_accountable_count > 0 then 'no_capacity'
            else 'ok'
        end as coverage,
        nullif(
            concat_ws(
                '; ',
                case
                    when tasks.accountable_count = 0 and tasks.is_gate
                        then 'nobody can open this gate'
                    when tasks.accountable_count = 0 then 'nobody answers for it'
                    when tasks.accountable_count > 1 then 'more than one role answers for it'
                end,
                case when tasks.responsible_count = 0 then 'nobody does it' end,
                case
                    when tasks.idle_accountable_count > 0
                        then 'who answers for it has no weeks in the team'
                end
            ),
            ''
        ) as reason,
        staffed.capacity_weeks,
        staffed.member_count,
        staffed.is_gate
    from staffed
    inner join tasks
        on
            staffed.use_case = tasks.use_case
            and staffed.task = tasks.task
)

select * from covered
