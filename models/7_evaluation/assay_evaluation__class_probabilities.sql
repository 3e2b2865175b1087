with

raw_scores as (
    select * from {{ ref('assay_evaluation__raw_scores') }}
    where task = 'multiclass'
),

shares as (
    {{ assay.select_class_shares(
        'raw_scores', ['use_case', 'model_version', 'split', 'entity_id', 'decided_at']
    ) | indent(4) }}
),

class_probabilities as (
    select
        use_case,
        model_version,
        output,
        learner,
        link,
        entity_id,
        split,
        label_class,
        max(case when class_rank = 1 then output end) over (
            partition by use_case, model_version, split, entity_id, decided_at
        ) as predicted_class,
        raw_score,
        probability,
        label,
        class_rank,
        decided_at
    from shares
)

select * from class_probabilities
