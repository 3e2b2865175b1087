{%- set keys = 'use_case, model_version, split' -%}
with

class_probabilities as (
    select * from {{ ref('assay_evaluation__class_probabilities') }}
    where split in {{ assay.judged_splits() }} and label_class is not null
),

splits as (
    select * from {{ ref('assay_features__splits') }}
),

-- A class without training rows has no row here: its probability was 0, which is 1 too little.
judged as (
    select
        {{ keys }},
        entity_id,
        learner,
        label_class,
        predicted_class,
        max(case when class_rank = 1 then probability end) as confidence,
        coalesce(max(case when label = 1 then probability end), 0) as label_probability,
        {{ assay.exact_group_sum('(label - probability) * (label - probability)') }}
        + (1 - max(label)) as square_error,
        cast(label_class = predicted_class as integer) as is_correct,
        max(case when label = 1 then class_rank end) as label_rank,
        decided_at
    from class_probabilities
    group by {{ keys }}, entity_id, learner, label_class, predicted_class, decided_at
),

ranked as (
    select
        *,
        rank() over (partition by {{ keys }} order by confidence) - 1 as rows_below,
        count(*) over (partition by {{ keys }}) as n
    from judged
),

class_decisions as (
    select
        ranked.use_case,
        ranked.model_version,
        ranked.split,
        ranked.entity_id,
        ranked.learner,
        splits.cluster_id,
        ranked.label_class,
        ranked.predicted_class,
        ranked.confidence,
        ranked.label_probability,
        ranked.square_error,
        ranked.is_correct,
        ranked.label_rank,
        case
            when ranked.rows_below = 0 then 1
            else cast(
                least(10, ceil(cast(10 as double) * ranked.rows_below / (ranked.n - 1))) as integer
            )
        end as calibration_bin,
        ranked.decided_at
    from ranked
    inner join splits
        on
            ranked.use_case = splits.use_case
            and ranked.entity_id = splits.entity_id
            and ranked.decided_at = splits.decided_at
)

select * from class_decisions
