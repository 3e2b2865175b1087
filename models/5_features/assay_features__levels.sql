with

-- In the order of time a row counts from the first fold that learns from it.
splits as (
    select
        use_case,
        entity_id,
        split,
        coalesce(learned_from_fold, fold) as fold,
        label,
        decided_at
    from {{ ref('assay_features__splits') }}
),

training_values as (
    {{ assay.select_training_values(['text']) }}
),

levels as (
    select
        use_case,
        value as level,
        ordinal,
        fold,
        count(*) as row_count,
        {{ assay.exact_sum('label') }} as label_sum
    from training_values
    group by use_case, value, ordinal, fold
)

select * from levels
