with

exchanges as (
    select * from {{ ref('assay_evaluation__exchanges') }}
    where purpose = 'effect'
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

feature_space as (
    select * from {{ ref('assay_features__feature_space') }}
),

donors as (
    select distinct
        use_case,
        first_column as source_column,
        donor,
        first_position,
        last_position
    from exchanges
),

features as (
    select
        donors.use_case,
        donors.source_column,
        donors.donor,
        feature_space.encoding,
        feature_space.level,
        feature_space.position,
        {{ assay.array_value('examples.features', 'feature_space.position') }} as feature,
        feature_space.centre
        + feature_space.scale
        * {{ assay.array_value('examples.features', 'feature_space.position') }}
            as value,
        donors.first_position < donors.last_position as has_parts
    from donors
    inner join examples on donors.donor = examples.example_number
    inner join feature_space
        on
            donors.use_case = feature_space.use_case
            and feature_space.position between donors.first_position and donors.last_position
),

described as (
    select
        use_case,
        source_column,
        donor,
        {{ assay.ordered_text(
            'coalesce(' ~ assay._shown_feature()
            ~ ", case when encoding = 'time_part' then concat(level, ' ', cast(round(value) as bigint)) end)",
            'position',
            ', '
        ) }} as shown_value,
        {{ assay.array_ordered('feature', 'position') }} as column_values,
        max(case
            when not has_parts and encoding in {{ assay._valued_encodings() }} then value
        end) as value,
        max(case when not has_parts then feature end) as feature
    from features
    group by use_case, source_column, donor
),

effect_points as (
    select
        use_case,
        source_column,
        donor,
        nullif(shown_value, '') as shown_value,
        cast(row_number() over (
            partition by use_case, source_column order by column_values, donor
        ) as integer) as point,
        value,
        feature
    from described
)

select * from effect_points
