with

default_features as (
    select
        *,
        column_name as source_columns,
        cast(null as {{ assay.array_type('double') }}) as parameters
    from {{ ref('assay_features__default_features') }}
),

declared_features as (
    select * from {{ ref('assay_features__declared_features') }}
),

features as (
    select * from default_features
    union all
    select * from declared_features
),

positioned as (
    select
        use_case,
        feature_name,
        column_name as source_column,
        source_columns,
        encoding,
        level,
        cast(
            row_number() over (partition by use_case order by ordinal, part, level) as integer
        ) as position,
        coalesce(centre, cast(0 as double)) as centre,
        coalesce(scale, cast(1 as double)) as scale,
        parameters
    from features
),

versions as (
    select
        use_case,
        substr({{ assay.text_digest(assay.ordered_text(
            "concat_ws('|', feature_name, encoding, coalesce(level, ''), "
            ~ "cast(centre as string), cast(scale as string), cast(parameters as string))", 'position'
        )) }}, 1, 12) as feature_space_version
    from positioned
    group by use_case
),

fitted as (
    select
        positioned.*,
        versions.feature_space_version
    from positioned
    inner join versions
        on positioned.use_case = versions.use_case
),

feature_space as (
    {{ assay._fresh_or_kept('fitted', [
        'use_case', 'feature_name', 'source_column', 'source_columns', 'encoding', 'level', 'position', 'centre', 'scale',
        'parameters', 'feature_space_version'
    ]) }}
)

select * from feature_space
