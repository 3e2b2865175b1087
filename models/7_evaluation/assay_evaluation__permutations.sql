with

lost as (
    select * from {{ ref('assay_evaluation__permuted_losses') }}
),

totals as (
    select
        use_case,
        source_column,
        {{ assay.exact_sum('lost_value') }} / nullif(count(lost_value), 0) as lost_value,
        {{ assay.exact_sum('gained_loss') }} / nullif(count(gained_loss), 0) as gained_loss,
        {{ assay.exact_sum('label') }} / count(*) as mean_label,
        count(lost_value) as valued_rows,
        count(*) as n
    from lost
    group by use_case, source_column
),

clusters as (
    select
        lost.use_case,
        lost.source_column,
        lost.cluster_id,
        {{ assay.exact_sum('lost.lost_value - totals.lost_value') }} as value_influence,
        {{ assay.exact_sum('lost.gained_loss - totals.gained_loss') }} as loss_influence,
        {{ assay.exact_sum(
            '(lost.label - totals.mean_label) * (lost.label - totals.mean_label)'
        ) }} as label_squares,
        count(lost.lost_value) as valued_rows,
        max(totals.lost_value) as lost_value,
        max(totals.gained_loss) as gained_loss,
        max(totals.valued_rows) as all_valued_rows,
        max(totals.n) as n,
        min(lost.has_probability) as has_probability
    from lost
    inner join totals
        on lost.use_case = totals.use_case and lost.source_column = totals.source_column
    group by lost.use_case, lost.source_column, lost.cluster_id
),

estimated as (
    select
        use_case,
        source_column,
        min(has_probability) as has_probability,
        case
            when min(has_probability) then 1
            else {{ assay.exact_sum('label_squares') }} / max(n)
        end as loss_unit,
        max(lost_value) as lost_value,
        {{ assay.sandwich_error(
            'coalesce(value_influence, 0)',
            'count(case when valued_rows > 0 then 1 end)',
            'nullif(max(all_valued_rows), 0)',
        ) }} as lost_value_error,
        max(gained_loss) as gained_loss,
        {{ assay.sandwich_error('loss_influence', 'count(*)', 'max(n)') }} as gained_loss_error,
        max(all_valued_rows) as valued_rows,
        max(n) as n
    from clusters
    group by use_case, source_column
),

-- Of a quantity the squared error in units of the label's variance, which is what r2 loses.
permutations as (
    select
        use_case,
        source_column,
        case when has_probability then 'log_loss' else 'r2' end as metric,
        lost_value as value_loss,
        lost_value_error as value_loss_error,
        gained_loss / nullif(loss_unit, 0) as metric_loss,
        gained_loss_error / nullif(loss_unit, 0) as metric_loss_error,
        valued_rows,
        n
    from estimated
)

select * from permutations
