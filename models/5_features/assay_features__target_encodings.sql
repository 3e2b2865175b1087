with

feature_space as (
    select * from {{ ref('assay_features__feature_space') }}
    where encoding = 'target'
),

columns as (
    select * from {{ ref('assay_features__columns') }}
),

levels as (
    select * from {{ ref('assay_features__levels') }}
),

folds as (
    select 0 as fold
    union all
    select distinct fold from levels
),

encoded_levels as (
    select
        levels.*,
        feature_space.source_column
    from feature_space
    inner join columns
        on
            feature_space.use_case = columns.use_case
            and feature_space.source_column = columns.column_name
    inner join levels
        on columns.use_case = levels.use_case and columns.ordinal = levels.ordinal
),

outside_fold as (
    select
        encoded_levels.use_case,
        encoded_levels.source_column,
        encoded_levels.level,
        folds.fold,
        sum(case when encoded_levels.fold = folds.fold then 0 else encoded_levels.row_count end)
            as row_count,
        {{ assay.exact_sum(
            'case when encoded_levels.fold = folds.fold then 0 else encoded_levels.label_sum end'
        ) }} as label_sum
    from encoded_levels
    cross join folds
    group by encoded_levels.use_case, encoded_levels.source_column, encoded_levels.level, folds.fold
),

priors as (
    select
        use_case,
        source_column,
        fold,
        {{ assay.exact_sum('label_sum') }} / nullif(cast(sum(row_count) as double), 0) as prior
    from outside_fold
    group by use_case, source_column, fold
),

-- A level that no other fold holds is unseen there, so the prior alone speaks for it.
target_encodings as (
    select
        outside_fold.use_case,
        outside_fold.source_column,
        'target' as method,
        outside_fold.level,
        outside_fold.fold,
        cast(outside_fold.row_count as bigint) as row_count,
        priors.prior,
        (
            outside_fold.label_sum
            + {{ var('assay_target_smoothing', 20) }} * priors.prior
        )
        / (cast(outside_fold.row_count as double) + {{ var('assay_target_smoothing', 20) }})
            as encoding
    from outside_fold
    inner join priors
        on
            outside_fold.use_case = priors.use_case
            and outside_fold.source_column = priors.source_column
            and outside_fold.fold = priors.fold
)

select * from target_encodings
