with

declared_encodings as (
    select * from {{ ref('assay_features__declared_encodings') }}
    where
        encoding in (
            'one_hot_encoder', 'feature_cross', 'label_encoder', 'multi_hot_encoder',
            'bag_of_words', 'ngrams', 'tf_idf'
        )
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

documents as (
    select
        declared_encodings.*,
        levels.row_count,
        sum(levels.row_count) over (
            partition by
                declared_encodings.use_case, declared_encodings.number, declared_encodings.ordinal
        ) as document_count,
        case
            when declared_encodings.encoding = 'multi_hot_encoder'
                then {{ assay.text_items('levels.level') }}
            when declared_encodings.encoding in ('bag_of_words', 'ngrams', 'tf_idf')
                then {{ assay.ngrams(assay.words('levels.level'), ['size_low', 'size_high']) }}
            else {{ assay.array_of(['levels.level'], 'string') }}
        end as terms,
        row_number() over (order by declared_encodings.number, levels.level) as document
    from declared_encodings
    inner join levels
        on
            declared_encodings.use_case = levels.use_case
            and declared_encodings.ordinal = levels.ordinal
    where levels.level != '(missing)'
),

mentions as (
    select
        use_case,
        number,
        ordinal,
        top_k,
        frequency_threshold,
        first_rank,
        document_count,
        row_count,
        document,
        {{ assay.exploded_arrays({'term': 'terms'}, 'place') }}
    from documents
),

held as (
    select distinct
        use_case,
        number,
        ordinal,
        top_k,
        frequency_threshold,
        first_rank,
        document_count,
        row_count,
        document,
        term
    from mentions
),

counted as (
    select
        use_case,
        number,
        ordinal,
        top_k,
        frequency_threshold,
        first_rank,
        term,
        max(document_count) as document_count,
        sum(row_count) as row_count
    from held
    group by use_case, number, ordinal, top_k, frequency_threshold, first_rank, term
),

ranked as (
    select
        *,
        row_number() over (
            partition by use_case, number, ordinal order by row_count desc, term asc
        ) as frequency_rank
    from counted
),

term_counts as (
    select
        use_case,
        number,
        ordinal,
        term,
        cast(row_count as bigint) as row_count,
        cast(document_count as bigint) as document_count,
        cast(row_number() over (partition by use_case, number, ordinal order by term) as integer)
            as code
    from ranked
    where
        row_count >= frequency_threshold
        and frequency_rank between first_rank and top_k
)

select * from term_counts
