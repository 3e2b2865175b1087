with

columns as (
    select * from {{ ref('assay_features__columns') }}
    where status = 'feature'
),

declared_columns as (
    select distinct
        use_case,
        ordinal
    from {{ ref('assay_features__declared_encodings') }}
),

default_columns as (
    select columns.*
    from columns
    left join declared_columns
        on
            columns.use_case = declared_columns.use_case
            and columns.ordinal = declared_columns.ordinal
    where declared_columns.ordinal is null
),

levels as (
    select
        use_case,
        ordinal,
        level,
        sum(row_count) as row_count
    from {{ ref('assay_features__levels') }}
    group by use_case, ordinal, level
),

-- A float keeps 24 bits: large numbers and narrow ranges far from zero go to -1..1 in double first.
numbers as (
    select
        use_case,
        column_name,
        ordinal,
        column_name as feature_name,
        kind as encoding,
        cast(null as string) as level,
        0 as part,
        case when kind = 'numeric' then {{ assay._unblurred('low', 'high').centre }} end as centre,
        case when kind = 'numeric' then {{ assay._unblurred('low', 'high').scale }} end as scale
    from default_columns
    where kind in ('numeric', 'boolean')
),

parts as (
    select
        pairs.level,
        pairs.part
    from (values ('hour', 1), ('day_of_week', 2), ('month', 3), ('age_days', 4))
        as pairs (level, part)
),

times as (
    select
        columns.use_case,
        columns.column_name,
        columns.ordinal,
        columns.column_name || '.' || parts.level as feature_name,
        'time_part' as encoding,
        parts.level,
        parts.part,
        cast(null as double) as centre,
        cast(null as double) as scale
    from default_columns as columns
    cross join parts
    where columns.kind = 'time' or (columns.kind = 'date' and parts.level != 'hour')
),

indicators as (
    select
        columns.use_case,
        columns.column_name,
        columns.ordinal,
        columns.column_name || '=' || levels.level as feature_name,
        'one_hot' as encoding,
        levels.level,
        0 as part,
        cast(null as double) as centre,
        cast(null as double) as scale
    from default_columns as columns
    inner join levels
        on columns.use_case = levels.use_case and columns.ordinal = levels.ordinal
    where
        columns.kind = 'text'
        and columns.distinct_count <= {{ var('assay_level_limit', 20) }}
        and levels.row_count >= {{ var('assay_level_minimum_rows', 10) }}
),

targets as (
    select
        use_case,
        column_name,
        ordinal,
        column_name || '.target' as feature_name,
        'target' as encoding,
        cast(null as string) as level,
        0 as part,
        cast(null as double) as centre,
        cast(null as double) as scale
    from default_columns
    where kind = 'text' and distinct_count > {{ var('assay_level_limit', 20) }}
),

default_features as (
    select * from numbers
    union all
    select * from times
    union all
    select * from indicators
    union all
    select * from targets
)

select * from default_features
