{%- set use_cases = assay.use_cases() -%}
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
    select
        cast(null as string) as use_case,
        cast(null as integer) as fold,
        cast(null as double) as label,
        cast(null as integer) as ordinal,
        cast(null as string) as value
    where false
    {%- for use_case, declaration in use_cases.items() %}
    {{- assay.select_training_values(use_case, declaration, ['text']) }}
    {%- endfor %}
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
