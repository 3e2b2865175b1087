{% macro _select_ml_space(values, columns, options) %}
{#- One row per feature and fold of an ml_model, learnt from its training rows (`values`, assay._select_ml_values):
    the columns of assay_features__feature_space, and for a target encoding the levels with their values outside the
    fold (fold 0: from every row). Constants and columns of identifiers become no feature, nor,
    without a label or with several classes, texts of many values. With
    `drops_a_level` the most frequent level of a text is the one that has no feature. -#}
{%- set limit = var('assay_level_limit', 20) -%}
{%- set minimum = var('assay_level_minimum_rows', 10) -%}
with

kinds (column_name, kind, ordinal) as (
    values
    {%- for column in columns %}
    ({{ assay.text_literal(column.name) }}, '{{ column.kind }}', {{ loop.index }}){{ ',' if not loop.last }}
    {%- endfor %}
),

whole_levels as (
    select
        column_name,
        text as level,
        count(*) as row_count,
        row_number() over (partition by column_name order by count(*) desc, text) as frequency_rank
    from {{ values }} as training_values
    where text is not null
    group by column_name, text
),

level_counts as (
    select column_name, count(*) as level_count, sum(row_count) as row_count
    from whole_levels
    group by column_name
),

ranges as (
    select column_name, min(number) as low, max(number) as high
    from {{ values }} as training_values
    where text is null
    group by column_name
),

blurred as (
    select
        kinds.*,
        ranges.low,
        ranges.high,
        kinds.kind = 'numeric' and (
            greatest(abs(ranges.low), abs(ranges.high)) >= 16777216
            or (ranges.high - ranges.low) * 1024 < greatest(abs(ranges.low), abs(ranges.high))
        ) as is_blurred
    from kinds
    inner join ranges on kinds.column_name = ranges.column_name
    where ranges.low < ranges.high
),

parts (level, part) as (
    values ('hour', 1), ('day_of_week', 2), ('month', 3)
),

features as (
    select
        column_name, ordinal, kind as encoding, '' as level, 0 as part,
        case when is_blurred then low + (high - low) / 2 else cast(0 as double) end as centre,
        case when is_blurred then (high - low) / 2 else cast(1 as double) end as scale
    from blurred
    where kind in ('numeric', 'boolean')
    union all
    select column_name, ordinal, 'time_part', level, part, cast(0 as double), cast(1 as double)
    from blurred
    cross join parts
    where kind = 'time' or (kind = 'date' and level != 'hour')
    union all
    select kinds.column_name, ordinal, 'one_hot', level, 0, cast(0 as double), cast(1 as double)
    from kinds
    inner join level_counts on kinds.column_name = level_counts.column_name
    inner join whole_levels on kinds.column_name = whole_levels.column_name
    where
        level_count between 2 and {{ limit }}
        and whole_levels.row_count >= {{ minimum }}
        {{- ' and frequency_rank > 1' if options.drops_a_level }}
    union all
    select kinds.column_name, ordinal, 'target', '', 0, cast(0 as double), cast(1 as double)
    from kinds
    inner join level_counts on kinds.column_name = level_counts.column_name
    where {{ 'true' if options.task in ('binary', 'regression') else 'false' }} and level_count > {{ limit }} and level_count <= cast(0.9 as double) * row_count
),

positioned as (
    select *, cast(row_number() over (order by ordinal, part, level) as integer) as position
    from features
),

folds as (
    select 0 as fold
    union
    select fold from {{ values }} as training_values
),

level_values as (
    {{ assay._select_ml_level_values(values) }}
),

feature_space as (
    select
        folds.fold,
        positioned.position,
        concat(
            positioned.column_name,
            case encoding when 'one_hot' then '=' when 'time_part' then '.' when 'target' then '.target' else '' end,
            level
        ) as feature_name,
        positioned.column_name as source_columns,
        encoding,
        level,
        centre,
        scale,
        '[]' as parameters,
        coalesce(prior, cast(0 as double)) as prior,
        coalesce(level_names, {{ assay.array_of([], 'string') }}) as level_names,
        coalesce(level_values, {{ assay.array_of([], 'double') }}) as level_values
    from positioned
    cross join folds
    left join level_values
        on encoding = 'target' and positioned.column_name = level_values.column_name and folds.fold = level_values.fold
)

select * from feature_space
{% endmacro %}
