{%- set use_cases = assay.use_cases() -%}
with

examples as (
    select * from {{ ref('assay_features__examples') }}
),

models as (
    select * from {{ ref('assay_training__models') }}
    where is_current
),

trees as (
    select * from {{ ref('assay_training__trees') }}
),

-- Every example meets the model of fold 0; training rows also meet the model that did not see them.
occasions as (
    select
        use_case,
        entity_id,
        split,
        0 as fold,
        label,
        features,
        decided_at
    from examples
    where split in ('train', 'valid', 'test', 'live')
    union all
    select
        use_case,
        entity_id,
        'cv' as split,
        fold,
        label,
        features,
        decided_at
    from examples
    where split = 'train'
),

tree_sums as (
    select
        cast(null as string) as use_case,
        cast(null as string) as entity_id,
        cast(null as timestamp) as decided_at,
        cast(null as double) as leaf_sum,
        cast(null as integer) as fold
    where false
    {%- for use_case in use_cases %}
    {%- for fold in range(6) %}
    union all
    select
        *,
        {{ fold }} as fold
    from (
        {{ assay.score_oblivious_trees(
            "(select * from occasions where use_case = '" ~ use_case ~ "' and fold = " ~ fold ~ ")",
            "(select * from trees where use_case = '" ~ use_case ~ "' and fold = " ~ fold ~ ")"
        ) }}
    ) as fold_{{ fold }}
    {%- endfor %}
    {%- endfor %}
),

scored as (
    select
        occasions.use_case,
        models.model_version,
        models.learner,
        occasions.entity_id,
        occasions.split,
        case models.form
            when 'constant' then models.intercept
            when 'linear' then
                models.intercept + {{ assay.standardised_sum(
                    'occasions.features', 'models.feature_means', 'models.feature_scales', 'models.coefficients'
                ) }}
            when 'oblivious_trees' then models.tree_scale * tree_sums.leaf_sum + models.tree_bias
        end as raw_score,
        occasions.label,
        occasions.decided_at
    from occasions
    inner join models
        on occasions.use_case = models.use_case and occasions.fold = models.fold
    left join tree_sums
        on
            models.form = 'oblivious_trees'
            and occasions.use_case = tree_sums.use_case
            and occasions.entity_id = tree_sums.entity_id
            and occasions.decided_at = tree_sums.decided_at
            and occasions.fold = tree_sums.fold
)

select * from scored
