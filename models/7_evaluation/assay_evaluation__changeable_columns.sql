{%- set rows = [] -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- for item in declaration.decision.changeable -%}
        {%- do rows.append(dict(item, use_case=use_case, column_name=item.column)) -%}
    {%- endfor -%}
{%- endfor -%}
with

declared as (
    {{ assay._select_rows({
        'use_case': 'string',
        'column_name': 'string',
        'direction': 'string',
        'low': 'double',
        'high': 'double',
        'step': 'double',
        'amount_per_unit': 'double',
    }, rows) }}
),

feature_space as (
    select * from {{ ref('assay_features__feature_space') }}
),

ranges as (
    select
        columns.use_case,
        columns.column_name,
        column_ranges.low,
        column_ranges.high
    from {{ ref('assay_features__column_ranges') }} as column_ranges
    inner join {{ ref('assay_features__column_roles') }} as columns
        on column_ranges.use_case = columns.use_case and column_ranges.ordinal = columns.ordinal
),

models as (
    select models.*
    from {{ ref('assay_training__models') }} as models
    inner join {{ ref('assay_evaluation__champions') }} using (use_case, model_version)
    where models.fold = 0 and models.task = 'binary'
),

-- A column can be changed alone where one feature tells its value and no other feature reads it.
columns as (
    select
        declared.use_case,
        declared.column_name,
        min(declared.direction) as direction,
        coalesce(min(declared.low), min(ranges.low)) as low,
        coalesce(min(declared.high), min(ranges.high)) as high,
        coalesce(min(declared.step), min(case when feature_space.encoding = 'boolean' then 1 end))
            as step,
        min(declared.amount_per_unit) as amount_per_unit,
        min(feature_space.source_column) as source_column,
        min(feature_space.position) as position,
        min(feature_space.centre) as centre,
        min(feature_space.scale) as scale,
        count(feature_space.position) as feature_count,
        count(case when feature_space.encoding in {{ assay._valued_encodings() }} then 1 end)
            as valued_count
    from declared
    left join feature_space
        on
            declared.use_case = feature_space.use_case
            and position(
                concat('|', lower(declared.column_name), '|')
                in concat('|', lower(feature_space.source_columns), '|')
            ) > 0
    left join ranges
        on
            declared.use_case = ranges.use_case
            and lower(declared.column_name) = lower(ranges.column_name)
    group by declared.use_case, declared.column_name
),

slopes as (
    {{ assay._select_slopes('models') }}
),

goals as (
    {{ assay._select_goals('models', var('assay_counterfactual_points', 40)) }}
),

sloped as (
    select
        columns.*,
        models.model_version,
        goals.goals,
        slopes.slope,
        slopes.bend,
        slopes.feature_mean,
        case
            when columns.feature_count = 0 then 'no_feature'
            when columns.feature_count > 1 or columns.valued_count = 0 then 'several_features'
            when models.form = 'constant' then 'form'
            else 'ok'
        end as feature_status
    from columns
    inner join models on columns.use_case = models.use_case
    left join slopes
        on columns.use_case = slopes.use_case and columns.position = slopes.position
    left join goals
        on columns.use_case = goals.use_case and columns.position = goals.position
),

changeable_columns as (
    select
        use_case,
        model_version,
        coalesce(source_column, column_name) as source_column,
        case
            when
                feature_status = 'ok'
                and goals is null
                and coalesce(slope, 0) = 0
                and coalesce(bend, 0) = 0
                then 'not_read'
            else feature_status
        end as evidence_status,
        direction,
        position,
        low,
        high,
        step,
        amount_per_unit,
        centre,
        scale,
        slope,
        bend,
        feature_mean,
        goals
    from sloped
)

select * from changeable_columns
