with

scores as (
    select * from {{ ref('assay_operations__scores') }}
),

published as (
    select
        use_case,
        entity_id,
        model_version,
        output,
        learner,
        action,
        predicted_class,
        rank_in_day,
        capacity_per_day,
        raw_score,
        probability,
        predicted_value,
        expected_value,
        decision,
        is_selected,
        decided_at
    from scores
)

select * from published
