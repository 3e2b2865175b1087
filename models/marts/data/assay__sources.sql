with

data_sources as (
    select * from {{ ref('assay_inputs__data_sources') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

days as (
    select * from {{ ref('assay_review__days') }}
),

results as (
    select * from {{ ref('assay_quality__results') }}
),

listed as (
    select
        use_case,
        data_source,
        relation,
        kind,
        licence,
        personal_data_class,
        owner,
        cost_monthly_amount,
        refresh_hours,
        max_age_hours,
        required_history_days,
        required_rows,
        true as is_declared
    from data_sources
    union all
    select
        use_cases.use_case,
        use_cases.entity_relation as data_source,
        use_cases.entity_relation as relation,
        cast(null as string) as kind,
        cast(null as string) as licence,
        cast(null as string) as personal_data_class,
        cast(null as string) as owner,
        cast(null as double) as cost_monthly_amount,
        cast(null as double) as refresh_hours,
        cast(null as double) as max_age_hours,
        cast(null as integer) as required_history_days,
        cast(null as bigint) as required_rows,
        false as is_declared
    from use_cases
    where not exists (
        select 1
        from data_sources
        where
            data_sources.use_case = use_cases.use_case
            and data_sources.relation = use_cases.entity_relation
    )
),

measured as (
    select
        use_case,
        dataset as relation,
        cast(sum(row_count) as bigint) as row_count,
        cast(count(*) as bigint) as day_count,
        min(profiled_date) as first_date,
        max(profiled_date) as last_date
    from days
    group by use_case, dataset
),

judged as (
    select
        use_case,
        dataset as relation,
        cast(count(*) as bigint) as check_count,
        cast(sum(case when status in ('warn', 'fail') then 1 else 0 end) as bigint) as broken_count
    from results
    where status <> 'no_data'
    group by use_case, dataset
),

sources as (
    select
        listed.use_case,
        listed.data_source,
        listed.relation,
        listed.kind,
        listed.licence,
        listed.personal_data_class,
        listed.owner,
        case
            when not listed.is_declared then 'not_declared'
            when measured.row_count is null then 'not_measured'
            else 'ok'
        end as evidence_status,
        listed.cost_monthly_amount,
        listed.refresh_hours,
        listed.max_age_hours,
        listed.required_history_days,
        listed.required_rows,
        measured.row_count,
        measured.day_count,
        judged.check_count,
        judged.broken_count,
        measured.row_count >= listed.required_rows as has_required_rows,
        measured.first_date,
        measured.last_date
    from listed
    left join measured using (use_case, relation)
    left join judged using (use_case, relation)
)

select * from sources
