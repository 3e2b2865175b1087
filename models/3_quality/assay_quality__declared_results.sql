-- depends_on: {{ ref('assay_inputs__data_sources') }}
-- depends_on: {{ ref('assay_inputs__decisions') }}
{%- for declaration in assay.use_cases().values() %}
{%- for dataset in [declaration.entity.relation] + declaration.datasets %}
-- depends_on: {{ assay.relation_named(dataset) }}
{%- endfor %}
{%- endfor %}
with

days as (
    select * from {{ ref('assay_review__days') }}
),

last_days as (
    select
        use_case,
        max(profiled_date) as last_date
    from days
    group by use_case
),

checked as (
    {% for rule in assay.declared_rules() -%}
    {{ assay.select_rule_results(rule) }}
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as use_case,
        cast(null as string) as rule,
        cast(null as date) as checked_date,
        cast(null as bigint) as rows_checked,
        cast(null as bigint) as rows_failed
    where false
    {% endfor %}
),

dated as (
    select
        checked.use_case,
        checked.rule,
        cast(checked.rows_checked as bigint) as rows_checked,
        cast(checked.rows_failed as bigint) as rows_failed,
        checked.checked_date is not null as has_own_days,
        coalesce(checked.checked_date, last_days.last_date) as checked_date
    from checked
    inner join last_days using (use_case)
)

select * from dated
