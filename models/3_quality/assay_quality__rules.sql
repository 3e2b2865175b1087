{%- set late_columns = [] -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- for column in assay.late_columns(declaration) | unique -%}
        {%- do late_columns.append({'use_case': use_case, 'column_name': column}) -%}
    {%- endfor -%}
{%- endfor -%}
with

edges as (
    select * from {{ ref('assay_review__edges') }}
),

declared as (
    select * from {{ ref('assay_inputs__quality_rules') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

late_columns as (
    {{ assay._select_rows({'use_case': 'string', 'column_name': 'string'}, late_columns) }}
),

columns_to_watch as (
    select
        edges.*,
        late_columns.column_name is not null as is_late,
        {{ assay.array_length('edges.categories') }} as kept_categories
    from edges
    left join late_columns
        on
            edges.use_case = late_columns.use_case
            and lower(edges.column_name) = late_columns.column_name
    where not edges.is_time and edges.value_count > 0
),

column_rules as (
    select use_case, dataset, column_name, 'missing' as check_type, 'warn' as severity
    from columns_to_watch
    where not is_late
    union all
    select use_case, dataset, column_name, 'far_out' as check_type, 'warn' as severity
    from columns_to_watch
    where kind = 'numeric'
    union all
    select use_case, dataset, column_name, 'not_finite' as check_type, 'fail' as severity
    from columns_to_watch
    where kind = 'numeric'
    union all
    select use_case, dataset, column_name, 'new_category' as check_type, 'warn' as severity
    from columns_to_watch
    where kind = 'categorical' and kept_categories between 1 and 19
),

dataset_rules as (
    select use_case, entity_relation as dataset, 'usual_volume' as check_type
    from use_cases
    union all
    select use_case, entity_relation as dataset, 'usual_gap' as check_type
    from use_cases
),

rules as (
    select
        use_case,
        rule,
        dataset,
        column_name,
        check_type,
        'declared' as source,
        coalesce(severity, 'fail') as severity,
        owner,
        allowed,
        low,
        high,
        coalesce(threshold_rate, cast(0 as double)) as threshold_rate
    from declared
    union all
    select
        use_case,
        check_type || ':' || column_name as rule,
        dataset,
        column_name,
        check_type,
        'default' as source,
        severity,
        cast(null as string) as owner,
        cast(null as string) as allowed,
        cast(null as double) as low,
        cast(null as double) as high,
        case when check_type = 'not_finite' then cast(0 as double) end as threshold_rate
    from column_rules
    union all
    select
        use_case,
        check_type as rule,
        dataset,
        cast(null as string) as column_name,
        check_type,
        'default' as source,
        'warn' as severity,
        cast(null as string) as owner,
        cast(null as string) as allowed,
        cast(null as double) as low,
        cast(null as double) as high,
        cast(null as double) as threshold_rate
    from dataset_rules
),

sorted as (
    select
        rules.use_case,
        rules.rule,
        rules.dataset,
        rules.column_name,
        rules.check_type,
        case
            when rules.check_type in ('not_null', 'missing') then 'completeness'
            when rules.check_type = 'unique' then 'uniqueness'
            when rules.check_type in ('freshness', 'volume', 'usual_volume', 'usual_gap')
                then 'timeliness'
            else 'validity'
        end as dimension,
        rules.source,
        rules.severity,
        rules.owner,
        rules.allowed,
        rules.low,
        rules.high,
        rules.threshold_rate
    from rules
)

select * from sorted
