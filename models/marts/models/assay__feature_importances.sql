with

column_contributions as (
    select * from {{ ref('assay_evaluation__column_contributions') }}
    where split = 'test'
),

columns as (
    select
        use_case,
        model_version,
        source_column,
        learner,
        {{ assay.exact_sum('abs(contribution)') }} / count(*) as mean_absolute_contribution,
        {{ assay.exact_sum('contribution') }} / count(*) as mean_contribution,
        count(*) as n
    from column_contributions
    group by use_case, model_version, source_column, learner
),

totals as (
    select
        use_case,
        model_version,
        {{ assay.exact_sum('mean_absolute_contribution') }} as total
    from columns
    group by use_case, model_version
),

feature_importances as (
    select
        columns.use_case,
        columns.model_version,
        columns.source_column,
        columns.learner,
        cast(row_number() over (
            partition by columns.use_case, columns.model_version
            order by columns.mean_absolute_contribution desc, columns.source_column asc
        ) as integer) as importance_rank,
        columns.mean_absolute_contribution,
        columns.mean_absolute_contribution / nullif(totals.total, 0) as importance_rate,
        columns.mean_contribution,
        columns.n
    from columns
    inner join totals
        on columns.use_case = totals.use_case and columns.model_version = totals.model_version
)

select * from feature_importances
