{%- set smoothing = var('assay_target_smoothing', 20) -%}
{%- set is_learned = assay._learns_level() -%}
with

feature_space as (
    select * from {{ ref('assay_features__feature_space') }}
    where
        encoding in (
            {%- for encoding in assay._looked_up_encodings() %}
            '{{ encoding }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

levels as (
    select * from {{ ref('assay_features__levels') }}
),

label_codes as (
    select
        term_counts.use_case,
        term_counts.ordinal,
        term_counts.term as level,
        term_counts.code
    from {{ ref('assay_features__term_counts') }} as term_counts
    inner join {{ ref('assay_features__declared_encodings') }} as declared_encodings
        on
            term_counts.use_case = declared_encodings.use_case
            and term_counts.number = declared_encodings.number
            and term_counts.ordinal = declared_encodings.ordinal
    where declared_encodings.encoding = 'label_encoder'
),

folds as (
    select use_case, 0 as fold from use_cases
    union
    select use_case, {{ assay._encoding_fold() }} as fold from {{ ref('assay_features__splits') }}
),

encoded_levels as (
    select
        levels.*,
        feature_space.source_column,
        feature_space.encoding as method,
        use_cases.fold_method = 'time' as is_ordered
    from feature_space
    inner join {{ ref('assay_features__columns') }} as columns
        on
            feature_space.use_case = columns.use_case
            and feature_space.source_column = columns.column_name
    inner join levels on columns.use_case = levels.use_case and columns.ordinal = levels.ordinal
    inner join use_cases on columns.use_case = use_cases.use_case
),

outside_fold as (
    select
        encoded_levels.use_case,
        encoded_levels.source_column,
        encoded_levels.method,
        encoded_levels.ordinal,
        encoded_levels.level,
        folds.fold,
        sum(case when {{ is_learned }} then encoded_levels.row_count else 0 end) as row_count,
        {{ assay.exact_sum(
            'case when ' ~ is_learned ~ ' then encoded_levels.label_sum else 0 end'
        ) }} as label_sum
    from encoded_levels
    inner join folds on encoded_levels.use_case = folds.use_case
    group by
        encoded_levels.use_case,
        encoded_levels.source_column,
        encoded_levels.method,
        encoded_levels.ordinal,
        encoded_levels.level,
        folds.fold
),

totals as (
    select
        use_case,
        source_column,
        method,
        fold,
        {{ assay.exact_sum('label_sum') }} as positives,
        cast(sum(row_count) as double) as total,
        {{ assay.exact_sum('label_sum') }} / nullif(cast(sum(row_count) as double), 0) as label_rate
    from outside_fold
    group by use_case, source_column, method, fold
),

-- A level that no other fold holds is unseen there, so the prior alone speaks for it.
fitted as (
    select
        outside_fold.use_case,
        outside_fold.source_column,
        outside_fold.method,
        outside_fold.level,
        outside_fold.fold,
        cast(outside_fold.row_count as bigint) as row_count,
        case
            when outside_fold.method = 'target' then totals.label_rate else cast(0 as double)
        end as prior,
        case
            when outside_fold.method = 'target'
                then
                    (outside_fold.label_sum + {{ smoothing }} * totals.label_rate)
                    / (cast(outside_fold.row_count as double) + {{ smoothing }})
            when outside_fold.method = 'label_encoder'
                then cast(coalesce(label_codes.code, 0) as double)
            when
                outside_fold.row_count = 0
                or outside_fold.label_sum not between 0 and outside_fold.row_count
                or totals.positives not between 0 and totals.total
                then cast(0 as double)
            else
                ln(
                    ((outside_fold.label_sum + cast(1 as double)) / (totals.positives + 2))
                    / (
                        (outside_fold.row_count - outside_fold.label_sum + cast(1 as double))
                        / (totals.total - totals.positives + 2)
                    )
                )
        end as encoding
    from outside_fold
    inner join totals
        on
            outside_fold.use_case = totals.use_case
            and outside_fold.source_column = totals.source_column
            and outside_fold.method = totals.method
            and outside_fold.fold = totals.fold
    left join label_codes
        on
            outside_fold.use_case = label_codes.use_case
            and outside_fold.ordinal = label_codes.ordinal
            and outside_fold.level = label_codes.level
),

target_encodings as (
    {{ assay._fresh_or_kept(
        'fitted', ['use_case', 'source_column', 'method', 'level', 'fold', 'row_count', 'prior', 'encoding']
    ) }}
)

select * from target_encodings
