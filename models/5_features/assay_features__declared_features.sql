with

columns as (
    select * from {{ ref('assay_features__columns') }}
),

declared_encodings as (
    select * from {{ ref('assay_features__declared_encodings') }}
),

number_fits as (
    select * from {{ ref('assay_features__number_fits') }}
),

term_counts as (
    select * from {{ ref('assay_features__term_counts') }}
),

excluded as (
    select distinct
        declared_encodings.use_case,
        declared_encodings.part
    from declared_encodings
    inner join columns
        on
            declared_encodings.use_case = columns.use_case
            and {{ assay.array_position(
                'declared_encodings.member_ordinals', 'columns.ordinal'
            ) }} > 0
    where columns.status != 'feature'
),

allowed as (
    select declared_encodings.*
    from declared_encodings
    left join excluded
        on
            declared_encodings.use_case = excluded.use_case
            and declared_encodings.part = excluded.part
    where excluded.part is null
),

waves as (
    select
        'cyclic' as encoding,
        parts.part || '.' || waves.wave as level
    from (values ('hour'), ('day_of_week'), ('month')) as parts (part)
    cross join (values ('sin'), ('cos')) as waves (wave)
),

-- A term or a wave has a feature each; every other encoding has one.
placed as (
    select
        allowed.*,
        coalesce(term_counts.term, waves.level) as level,
        term_counts.row_count,
        term_counts.document_count,
        number_fits.mean,
        number_fits.deviation,
        number_fits.low,
        number_fits.high,
        number_fits.middle,
        number_fits.lower_quartile,
        number_fits.upper_quartile,
        number_fits.most_frequent,
        number_fits.edges
    from allowed
    left join number_fits
        on
            allowed.use_case = number_fits.use_case
            and allowed.number = number_fits.number
            and allowed.ordinal = number_fits.ordinal
    left join term_counts
        on
            allowed.use_case = term_counts.use_case
            and allowed.number = term_counts.number
            and allowed.ordinal = term_counts.ordinal
            and allowed.encoding != 'label_encoder'
    left join waves
        on allowed.encoding = waves.encoding
),

fitted as (
    select
        *,
        case encoding
            when 'standard_scaler' then mean
            when 'min_max_scaler' then low
            when 'robust_scaler' then middle
            when 'imputer' then {{ assay._unblurred('low', 'high').centre }}
        end as centre,
        case encoding
            when 'standard_scaler' then deviation
            when 'min_max_scaler' then high - low
            when 'max_abs_scaler' then greatest(abs(low), abs(high))
            when 'robust_scaler' then upper_quartile - lower_quartile
            when 'imputer' then {{ assay._unblurred('low', 'high').scale }}
        end as spread,
        case strategy
            when 'mean' then mean
            when 'median' then middle
            else most_frequent
        end as fill,
        ln(1 + document_count / (1 + cast(row_count as double))) as rarity
    from placed
    where
        level is not null
        or encoding not in (
            'one_hot_encoder', 'feature_cross', 'multi_hot_encoder',
            'bag_of_words', 'ngrams', 'tf_idf'
        )
),

declared_features as (
    select
        use_case,
        source_column as column_name,
        ordinal,
        replace(source_columns, '|', '*') || '.' || encoding || coalesce('=' || level, '')
            as feature_name,
        case when encoding in ('one_hot_encoder', 'feature_cross') then 'one_hot' else encoding end
            as encoding,
        level,
        100 + part as part,
        centre,
        nullif(spread, 0) as scale,
        source_columns,
        case encoding
            when 'quantile_bucketize' then edges
            when 'imputer' then {{ assay.array_of(['fill'], 'double') }}
            when 'tf_idf' then {{ assay.array_of(['rarity'], 'double') }}
            else parameters
        end as parameters
    from fitted
)

select * from declared_features
