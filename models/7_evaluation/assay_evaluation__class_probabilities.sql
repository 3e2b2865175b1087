with

raw_scores as (
    select * from {{ ref('assay_evaluation__raw_scores') }}
    where task = 'multiclass'
),

logits as (
    select
        *,
        case link when 'softmax' then raw_score when 'share' then ln(raw_score) end / temperature
            as logit
    from raw_scores
),

-- Of equal scores the first class in the order of texts is the more probable one.
ranked as (
    select
        *,
        exp(logit - max(logit) over decision_classes) as odds,
        row_number() over (
            partition by use_case, model_version, split, entity_id, decided_at
            order by raw_score desc, output asc
        ) as class_rank
    from logits
    window decision_classes as (
        partition by use_case, model_version, split, entity_id, decided_at
    )
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
        max(case when class_rank = 1 then output end) over decision_classes as predicted_class,
        raw_score,
        case
            when link = 'probability' then raw_score
            else
                odds
                / cast(sum(cast(odds as decimal(38, 12))) over decision_classes as double)
        end as probability,
        label,
        cast(class_rank as integer) as class_rank,
        decided_at
    from ranked
    window decision_classes as (
        partition by use_case, model_version, split, entity_id, decided_at
    )
)

select * from class_probabilities
