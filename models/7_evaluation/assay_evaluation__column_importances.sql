with

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

feature_space as (
    select * from {{ ref('assay_features__feature_space') }}
),

column_contributions as (
    select * from {{ ref('assay_evaluation__column_contributions') }}
    where split = 'test'
),

columns as (
    select
        champions.use_case,
        champions.model_version,
        feature_space.source_column,
        champions.learner,
        min(feature_space.position) as first_position,
        max(feature_space.position) as last_position
    from champions
    inner join feature_space on champions.use_case = feature_space.use_case
    group by
        champions.use_case,
        champions.model_version,
        feature_space.source_column,
        champions.learner
),

means as (
    select
        use_case,
        source_column,
        {{ assay.exact_sum('abs(contribution)') }} / count(*) as mean_absolute_contribution,
        {{ assay.exact_sum('contribution') }} / count(*) as mean_contribution,
        count(*) as n
    from column_contributions
    group by use_case, source_column
),

clusters as (
    select
        column_contributions.use_case,
        column_contributions.source_column,
        column_contributions.cluster_id,
        {{ assay.exact_sum(
            'abs(column_contributions.contribution) - means.mean_absolute_contribution'
        ) }} as influence,
        max(means.n) as n
    from column_contributions
    inner join means
        on
            column_contributions.use_case = means.use_case
            and column_contributions.source_column = means.source_column
    group by
        column_contributions.use_case,
        column_contributions.source_column,
        column_contributions.cluster_id
),

errors as (
    select
        use_case,
        source_column,
        {{ assay.sandwich_error('influence', 'count(*)', 'max(n)') }} as standard_error
    from clusters
    group by use_case, source_column
),

-- Without contributions the order is that of the columns.
column_importances as (
    select
        columns.use_case,
        columns.model_version,
        columns.source_column,
        columns.learner,
        columns.first_position,
        columns.last_position,
        cast(row_number() over (
            partition by columns.use_case
            order by
                means.mean_absolute_contribution desc nulls last,
                columns.first_position asc
        ) as integer) as importance_rank,
        means.mean_absolute_contribution,
        errors.standard_error,
        means.mean_contribution,
        coalesce(means.n, 0) as n
    from columns
    left join means
        on columns.use_case = means.use_case and columns.source_column = means.source_column
    left join errors
        on columns.use_case = errors.use_case and columns.source_column = errors.source_column
)

select * from column_importances
