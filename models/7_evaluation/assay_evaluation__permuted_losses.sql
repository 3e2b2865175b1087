-- depends_on: {{ ref('assay_inputs__assumptions') }}
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

quantity_outcomes as (
    select * from {{ ref('assay_evaluation__quantity_outcomes') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

permuted as (
    select * from {{ ref('assay_evaluation__exchange_scores') }}
    where purpose = 'permutation'
),

acted as (
    select
        permuted.use_case,
        permuted.first_column || '@permuted' as policy,
        examples.entity_id,
        permuted.model_version,
        examples.split,
        examples.cluster_id,
        examples.label,
        examples.label_class,
        permuted.prediction,
        cast(null as string) as predicted_class,
        true as acts,
        examples.decided_at
    from permuted
    inner join examples on permuted.receiver = examples.example_number
),

permuted_values as (
    {{ assay._select_quantity_values() }}
),

judged as (
    select
        permuted.use_case,
        permuted.first_column as source_column,
        predictions.entity_id,
        predictions.cluster_id,
        predictions.label,
        predictions.probability is not null as is_binary,
        coalesce(predictions.probability, predictions.predicted_value) as prediction,
        permuted.prediction as permuted_prediction,
        outcomes.value_if_acting - outcomes.value_if_not_acting as gain,
        quantity_outcomes.value as quantity_value,
        case when abs(permuted_values.value) <= cast(1e15 as double) then permuted_values.value end
            as permuted_value,
        cast(predictions.decision as integer)
        - cast(permuted.prediction >= champions.threshold as integer) as lost_action,
        predictions.decided_at
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
    left join quantity_outcomes
        on
            permuted.use_case = quantity_outcomes.use_case
            and champions.learner || '@prediction' = quantity_outcomes.policy
            and examples.entity_id = quantity_outcomes.entity_id
            and examples.decided_at = quantity_outcomes.decided_at
    left join permuted_values
        on
            permuted.use_case = permuted_values.use_case
            and permuted.first_column || '@permuted' = permuted_values.policy
            and examples.entity_id = permuted_values.entity_id
            and examples.decided_at = permuted_values.decided_at
),

permuted_losses as (
    select
        use_case,
        source_column,
        entity_id,
        cluster_id,
        label,
        is_binary,
        coalesce(lost_action * gain, quantity_value - permuted_value) as lost_value,
        case
            when is_binary
                then
                    label * ln(prediction / permuted_prediction)
                    + (1 - label) * ln((1 - prediction) / (1 - permuted_prediction))
            else
                (permuted_prediction - label) * (permuted_prediction - label)
                - (prediction - label) * (prediction - label)
        end as gained_loss,
        decided_at
    from judged
)

select * from permuted_losses
