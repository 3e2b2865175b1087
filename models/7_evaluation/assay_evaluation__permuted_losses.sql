{%- set epsilon = 'cast(2.220446049250313e-16 as double)' -%}
-- depends_on: {{ ref('assay_inputs__assumptions') }}
with

-- Of several classes the row of the one that is predicted.
predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split = 'test' and label is not null and (predicted_class is null or decision)
),

class_decisions as (
    select * from {{ ref('assay_evaluation__class_decisions') }}
    where split = 'test'
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
    select * from {{ ref('assay_evaluation__permuted_decisions') }}
),

acted as (
    select
        *,
        source_column || '@permuted' as policy,
        true as acts
    from permuted
),

permuted_values as (
    {{ assay._select_quantity_values() }}
),

judged as (
    select
        permuted.use_case,
        permuted.source_column,
        permuted.entity_id,
        permuted.cluster_id,
        permuted.label,
        predictions.probability is not null as has_probability,
        coalesce(predictions.probability, predictions.predicted_value) as prediction,
        permuted.prediction as permuted_prediction,
        class_decisions.label_probability,
        permuted.label_probability as permuted_label_probability,
        outcomes.value_if_acting - outcomes.value_if_not_acting as gain,
        quantity_outcomes.value as quantity_value,
        case when abs(permuted_values.value) <= cast(1e15 as double) then permuted_values.value end
            as permuted_value,
        cast(predictions.decision as integer)
        - cast(permuted.prediction >= champions.threshold as integer) as lost_action,
        permuted.decided_at
    from permuted
    inner join champions on permuted.use_case = champions.use_case
    inner join predictions
        on
            permuted.use_case = predictions.use_case
            and permuted.model_version = predictions.model_version
            and permuted.entity_id = predictions.entity_id
            and permuted.decided_at = predictions.decided_at
    left join class_decisions
        on
            permuted.use_case = class_decisions.use_case
            and permuted.model_version = class_decisions.model_version
            and permuted.entity_id = class_decisions.entity_id
            and permuted.decided_at = class_decisions.decided_at
    left join outcomes
        on
            permuted.use_case = outcomes.use_case
            and permuted.entity_id = outcomes.entity_id
            and permuted.decided_at = outcomes.decided_at
    left join quantity_outcomes
        on
            permuted.use_case = quantity_outcomes.use_case
            and champions.learner || '@prediction' = quantity_outcomes.policy
            and permuted.entity_id = quantity_outcomes.entity_id
            and permuted.decided_at = quantity_outcomes.decided_at
    left join permuted_values
        on
            permuted.use_case = permuted_values.use_case
            and permuted.source_column || '@permuted' = permuted_values.policy
            and permuted.entity_id = permuted_values.entity_id
            and permuted.decided_at = permuted_values.decided_at
),

permuted_losses as (
    select
        use_case,
        source_column,
        entity_id,
        cluster_id,
        label,
        has_probability,
        coalesce(lost_action * gain, quantity_value - permuted_value) as lost_value,
        case
            when permuted_label_probability is not null
                then
                    ln(
                        greatest(label_probability, {{ epsilon }})
                        / greatest(permuted_label_probability, {{ epsilon }})
                    )
            when has_probability
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
