with

column_importances as (
    select * from {{ ref('assay_evaluation__column_importances') }}
),

permutations as (
    select * from {{ ref('assay_evaluation__permutations') }}
),

totals as (
    select
        use_case,
        {{ assay.exact_sum('mean_absolute_contribution') }} as total
    from column_importances
    group by use_case
),

-- An error of zero says nothing: no interval.
measured as (
    select
        columns.*,
        columns.mean_absolute_contribution / nullif(totals.total, 0) as importance_rate,
        permutations.metric,
        permutations.value_loss,
        permutations.metric_loss,
        coalesce(permutations.n, 0) as permuted_rows,
        {{ assay._z95() }} * nullif(columns.standard_error, 0) as contribution_margin,
        {{ assay._z95() }} * nullif(permutations.value_loss_error, 0) as value_margin,
        {{ assay._z95() }} * nullif(permutations.metric_loss_error, 0) as metric_margin
    from column_importances as columns
    inner join totals on columns.use_case = totals.use_case
    left join permutations
        on
            columns.use_case = permutations.use_case
            and columns.source_column = permutations.source_column
),

feature_importances as (
    select
        use_case,
        model_version,
        source_column,
        learner,
        metric,
        case
            when mean_absolute_contribution is null then 'no_contributions'
            when metric is null then 'not_permuted'
            when value_loss is null then 'no_value'
            else 'ok'
        end as evidence_status,
        case
            when n = 0 and metric is null
                then 'The champion is not explained, or no test decision was.'
            when n = 0 then 'The champion is not explained: assay.explanations says why.'
            when metric is null then 'Only the first columns are permuted (assay_permuted_columns).'
            when value_loss is null then 'No test decision has a price for both alternatives.'
        end as reason,
        importance_rank,
        mean_absolute_contribution,
        greatest(0, mean_absolute_contribution - contribution_margin)
            as mean_absolute_contribution_ci_low,
        mean_absolute_contribution + contribution_margin as mean_absolute_contribution_ci_high,
        importance_rate,
        mean_contribution,
        value_loss,
        value_loss - value_margin as value_loss_ci_low,
        value_loss + value_margin as value_loss_ci_high,
        metric_loss,
        metric_loss - metric_margin as metric_loss_ci_low,
        metric_loss + metric_margin as metric_loss_ci_high,
        n,
        permuted_rows
    from measured
)

select * from feature_importances
