with

responsibilities as (
    select * from {{ ref('assay_inputs__responsibilities') }}
),

team_members as (
    select
        use_case,
        role,
        count(*) as member_count
    from {{ ref('assay_inputs__team_members') }}
    group by use_case, role
),

tasks as (
    select
        use_case,
        task,
        count(*) filter (where responsibility = 'A') as accountable_count,
        count(*) filter (where responsibility = 'R') as responsible_count
    from responsibilities
    group by use_case, task
),

covered as (
    select
        responsibilities.use_case,
        responsibilities.task,
        responsibilities.role,
        responsibilities.responsibility,
        case
            when tasks.accountable_count = 0 then 'no_accountable'
            when tasks.accountable_count > 1 then 'several_accountable'
            when tasks.responsible_count = 0 then 'nobody_does_it'
            else 'ok'
        end as coverage,
        coalesce(team_members.member_count, 0) as member_count,
        responsibilities.is_gate
    from responsibilities
    inner join tasks
        on
            responsibilities.use_case = tasks.use_case
            and responsibilities.task = tasks.task
    left join team_members
        on
            responsibilities.use_case = team_members.use_case
            and responsibilities.role = team_members.role
)

select * from covered
