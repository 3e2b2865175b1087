with

team_members as (
    select * from {{ ref('assay_inputs__team_members') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

costed as (
    select
        team_members.use_case,
        team_members.member,
        team_members.role,
        team_members.skills_required,
        team_members.skills_held,
        use_cases.currency,
        'declared' as source,
        team_members.fte_rate,
        team_members.weeks,
        team_members.week_rate_amount,
        team_members.fte_rate * team_members.weeks * team_members.week_rate_amount as cost_amount,
        team_members.starts_on,
        team_members.ends_on
    from team_members
    left join use_cases on team_members.use_case = use_cases.use_case
)

select * from costed
