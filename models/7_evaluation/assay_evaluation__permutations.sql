with

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split = 'test' and label is not null
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

permuted as (
    select * from {{ ref('assay_evaluation__exchange_scores') }}
    where purpose = 'permutation'
),

judged as (
    select
        permuted.use_case,
        permuted.first_column as source_column,
        predictions.cluster_id,
        predictions.label,
        predictions.probability is not null as is_binary,
        coalesce(predictions.probability, predictions.predicted_value) as prediction,
        permuted.prediction as permuted_prediction,
        outcomes.value_if_acting - outcomes.value_if_not_acting as gain,
        cast(predictions.decision as integer)
        - cast(permuted.prediction >= champions.threshold as integer) as lost_action
    from permuted
    inner join champions on permuted.use_case = champions.use_case
    inner join examples on permuted.receiver = examples.example_number
    inner join predictions
        on
            permuted.use_case = predictions.use_case
            and permuted.model_version = predictions.model_version
            and examples.entity_id = predictions.entity_id
            and examples.decided_at = predictions.decided_at
    left join outcomes
        on
            permuted.use_case = outcomes.use_case
            and examples.entity_id = outcomes.entity_id
            and examples.decided_at = outcomes.decided_at
),

lost as (
    select
        *,
        lost_action * gain as lost_value,
        case
            when is_binary
                then
                    label * ln(prediction / permuted_prediction)
                    + (1 - label) * ln((1 - prediction) / (1 - permuted_prediction))
            else
                (permuted_prediction - label) * (permuted_prediction - label)
                - (prediction - label) * (prediction - label)
        end as gained_loss
    from judged
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
        min(lost.is_binary) as is_binary
    from lost
    inner join totals
        on lost.use_case = totals.use_case and lost.source_column = totals.source_column
    group by lost.use_case, lost.source_column, lost.cluster_id
),

estimated as (
    select
        use_case,
        source_column,
        min(is_binary) as is_binary,
        case when min(is_binary) then 1 else {{ assay.exact_sum('label_squares') }} / max(n) end
            as loss_unit,
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
        case when is_binary then 'log_loss' else 'r2' end as metric,
        lost_value as value_loss,
        lost_value_error as value_loss_error,
        gained_loss / nullif(loss_unit, 0) as metric_loss,
        gained_loss_error / nullif(loss_unit, 0) as metric_loss_error,
        valued_rows,
        n
    from estimated
)

select * from permutations
