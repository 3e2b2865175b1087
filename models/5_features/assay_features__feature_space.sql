with

columns as (
    select * from {{ ref('assay_features__columns') }}
    where status = 'feature'
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
        case when is_blurred then low + (high - low) / 2 else cast(0 as double) end as centre,
        case when is_blurred and high > low then (high - low) / 2 else cast(1 as double) end
            as scale
    from (
        select
            *,
            kind = 'numeric'
            and (
                greatest(abs(low), abs(high)) >= 16777216
                or (high - low) * 1024 < greatest(abs(low), abs(high))
            ) as is_blurred
        from columns
        where kind in ('numeric', 'boolean')
    ) as ranged
),

parts as (
    select 'hour' as level, 1 as part
    union all
    select 'day_of_week' as level, 2 as part
    union all
    select 'month' as level, 3 as part
    union all
    select 'age_days' as level, 4 as part
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
        cast(0 as double) as centre,
        cast(1 as double) as scale
    from columns
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
        cast(0 as double) as centre,
        cast(1 as double) as scale
    from columns
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
        cast(0 as double) as centre,
        cast(1 as double) as scale
    from columns
    where kind = 'text' and distinct_count > {{ var('assay_level_limit', 20) }}
),

features as (
    select * from numbers
    union all
    select * from times
    union all
    select * from indicators
    union all
    select * from targets
),

positioned as (
    select
        *,
        cast(row_number() over (partition by use_case order by ordinal, part, level) as integer)
            as position
    from features
),

versions as (
    select
        use_case,
        substr({{ assay.text_digest(assay.ordered_text(
            "concat_ws('|', feature_name, encoding, coalesce(level, ''), "
            ~ "cast(centre as string), cast(scale as string))", 'position'
        )) }}, 1, 12) as feature_space_version
    from positioned
    group by use_case
),

feature_space as (
    select
        positioned.use_case,
        versions.feature_space_version,
        positioned.feature_name,
        positioned.column_name as source_column,
        positioned.column_name as source_columns,
        positioned.encoding,
        positioned.level,
        positioned.position,
        positioned.centre,
        positioned.scale,
        cast(null as {{ assay.array_type('double') }}) as parameters
    from positioned
    inner join versions
        on positioned.use_case = versions.use_case
)

select * from feature_space
