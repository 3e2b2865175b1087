with

team_members as (
    select * from {{ ref('assay_inputs__team_members') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

held_by_team as (
    select
        use_case,
        {{ assay.ordered_text('skills_held', 'member') }} as skills_held
    from team_members
    group by use_case
),

costed as (
    select
        team_members.use_case,
        team_members.member,
        team_members.role,
        team_members.skills_required,
        team_members.skills_held,
        {{ assay.missing_items('team_members.skills_required', 'team_members.skills_held') }}
            as skills_missing,
        {{ assay.missing_items('team_members.skills_required', 'held_by_team.skills_held') }}
            as skills_missing_in_team,
        use_cases.currency,
        'declared' as source,
        team_members.fte_rate,
        team_members.weeks,
        team_members.week_rate_amount,
        team_members.fte_rate * team_members.weeks as capacity_weeks,
        (
            {{ assay.epoch_days('team_members.ends_on') }}
            - {{ assay.epoch_days('team_members.starts_on') }} + 1
        ) / 7 as calendar_weeks,
        team_members.fte_rate * team_members.weeks * team_members.week_rate_amount as cost_amount,
        team_members.starts_on,
        team_members.ends_on
    from team_members
    left join use_cases on team_members.use_case = use_cases.use_case
    left join held_by_team on team_members.use_case = held_by_team.use_case
),

planned as (
    select
        use_case,
        member,
        role,
        skills_required,
        skills_held,
        nullif(skills_missing, '') as skills_missing,
        nullif(skills_missing_in_team, '') as skills_missing_in_team,
        currency,
        source,
        fte_rate,
        weeks,
        week_rate_amount,
        capacity_weeks,
        calendar_weeks,
        cost_amount,
        weeks <= calendar_weeks as fits_calendar,
        skills_missing = '' as has_required_skills,
        starts_on,
        ends_on
    from costed
)

select * from planned
