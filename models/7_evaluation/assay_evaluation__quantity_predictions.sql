with

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split in {{ assay.judged_splits() }}
),

outcomes as (
    select * from {{ ref('assay_evaluation__quantity_outcomes') }}
    where model_version is not null
),

splits as (
    select * from {{ ref('assay_features__splits') }}
    where split in {{ assay.judged_splits() }}
),

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
    where label_kind = 'quantity'
),

policies as (
    select * from {{ ref('assay_inputs__policies') }}
),

-- A declared policy that predicts is judged like a model; its money is on the ladder.
predicted as (
    select
        predictions.use_case,
        predictions.model_version,
        predictions.output,
        predictions.split,
        predictions.entity_id,
        predictions.cluster_id,
        predictions.learner,
        predictions.label,
        predictions.predicted_value,
        predictions.predicted_low,
        predictions.predicted_high,
        outcomes.value,
        predictions.decided_at
    from predictions
    left join outcomes using (use_case, model_version, entity_id, decided_at, split)
    union all
    select
        splits.use_case,
        policies.policy as model_version,
        'value' as output,
        splits.split,
        splits.entity_id,
        splits.cluster_id,
        'policy' as learner,
        splits.label,
        {{ assay.map_value('decisions.policy_predictions', 'policies.policy') }} as predicted_value,
        cast(null as double) as predicted_low,
        cast(null as double) as predicted_high,
        cast(null as double) as value,
        splits.decided_at
    from splits
    inner join use_cases on splits.use_case = use_cases.use_case
    inner join policies on splits.use_case = policies.use_case
    inner join decisions
        on
            splits.use_case = decisions.use_case
            and splits.entity_id = decisions.entity_id
            and splits.decided_at = decisions.decided_at
),

quantity_predictions as (
    select
        *,
        predicted_value - label as error,
        case
            when predicted_value >= 0 and label >= 0
                then ln(1 + predicted_value) - ln(1 + label)
        end as log_error,
        cast(label between predicted_low and predicted_high as integer) as covered
    from predicted
    where label is not null and {{ assay.is_usable('predicted_value') }}
)

select * from quantity_predictions
