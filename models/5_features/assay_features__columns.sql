with

column_roles as (
    select * from {{ ref('assay_features__column_roles') }}
),

column_ranges as (
    select * from {{ ref('assay_features__column_ranges') }}
),

column_aucs as (
    select
        use_case,
        ordinal,
        max(case when ordered_by = 'value' then distinct_count end) as distinct_count,
        max(case when ordered_by = 'value' then auc end) as auc,
        max(case when ordered_by = 'missing' then auc end) as missing_auc
    from {{ ref('assay_features__column_aucs') }}
    group by use_case, ordinal
),

column_associations as (
    select * from {{ ref('assay_features__column_associations') }}
),

level_counts as (
    select
        use_case,
        ordinal,
        count(distinct level) as distinct_count,
        sum(row_count) as row_count,
        sum(case when level = '(missing)' then row_count else 0 end) as missing_count
    from {{ ref('assay_features__levels') }}
    group by use_case, ordinal
),

-- What a declaration reads as words or by hash may name its rows, as a free text does.
declared_encodings as (
    select
        use_case,
        ordinal,
        max(
            case
                when
                    encoding in (
                        'bag_of_words', 'ngrams', 'tf_idf', 'multi_hot_encoder', 'hash_bucketize'
                    )
                    then 1
                else 0
            end
        ) as reads_words
    from {{ ref('assay_features__declared_encodings') }}
    group by use_case, ordinal
),

measured as (
    select
        column_roles.*,
        coalesce(declared_encodings.reads_words, 0) as reads_words,
        column_aucs.auc,
        column_aucs.missing_auc,
        column_associations.association,
        column_associations.measure,
        column_ranges.low,
        column_ranges.high,
        coalesce(level_counts.distinct_count, column_aucs.distinct_count) as distinct_count,
        cast(coalesce(level_counts.row_count, column_ranges.row_count) as bigint) as row_count,
        cast(coalesce(level_counts.missing_count, column_ranges.missing_count) as bigint)
            as missing_count
    from column_roles
    left join column_ranges
        on
            column_roles.use_case = column_ranges.use_case
            and column_roles.ordinal = column_ranges.ordinal
    left join column_aucs
        on
            column_roles.use_case = column_aucs.use_case
            and column_roles.ordinal = column_aucs.ordinal
    left join column_associations
        on
            column_roles.use_case = column_associations.use_case
            and column_roles.ordinal = column_associations.ordinal
    left join level_counts
        on
            column_roles.use_case = level_counts.use_case
            and column_roles.ordinal = level_counts.ordinal
    left join declared_encodings
        on
            column_roles.use_case = declared_encodings.use_case
            and column_roles.ordinal = declared_encodings.ordinal
),

judged as (
    select
        *,
        case
            when reason is not null then reason
            when row_count is null then 'no_training_rows'
            when missing_count = row_count then 'missing'
            when kind in ('time', 'date') and low < 0 then 'after_decision'
            when kind = 'text' and distinct_count < 2 then 'constant'
            when kind != 'text' and low = high then 'constant'
            when
                kind = 'text'
                and reads_words = 0
                and distinct_count > {{ var('assay_level_limit', 20) }}
                and distinct_count > cast(0.9 as double) * (row_count - missing_count)
                then 'identifier'
            when
                not is_listed
                and greatest(
                    abs(2 * coalesce(auc, cast(0.5 as double)) - 1),
                    abs(2 * coalesce(missing_auc, cast(0.5 as double)) - 1),
                    case measure when 'goodman_kruskal_tau' then association else 0 end
                ) > cast({{ var('assay_leak_limit', 0.96) }} as double)
                then 'leak'
            when
                not is_listed
                and measure = 'rank_correlation'
                and association > cast({{ var('assay_copy_limit', 0.999) }} as double)
                then 'leak'
        end as judged_reason
    from measured
),

columns as (
    select
        use_case,
        column_name,
        data_type,
        kind,
        case when judged_reason is null then 'feature' else 'excluded' end as status,
        judged_reason as reason,
        auc,
        missing_auc,
        association,
        missing_count / cast(row_count as double) as null_rate,
        low,
        high,
        ordinal,
        distinct_count,
        row_count
    from judged
)

select * from columns
