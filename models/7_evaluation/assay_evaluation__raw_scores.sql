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

tree_slots as (
    select * from {{ ref('assay_training__tree_slots') }}
),

-- Fold 0 scores every example; training rows are also scored by the model that did not see them.
scores as (
    select
        cast(null as string) as use_case,
        cast(null as integer) as fold,
        cast(null as bigint) as example_number,
        cast(null as string) as learner,
        cast(null as double) as raw_score
    where false
    {%- for use_case, declaration in use_cases.items() %}
    {%- set layout = assay.tree_layout(use_case) %}
    {%- for fold in range(declaration.validation.folds + 1) %}
    {%- set own = "use_case = '" ~ use_case ~ "' and fold = " ~ fold -%}
    {%- set rows -%}
        (
            select example_number, features
            from examples
            where {{ own if fold else "use_case = '" ~ use_case ~ "' and split != 'embargo'" }}
        )
    {%- endset %}
    union all
    select
        '{{ use_case }}' as use_case,
        {{ fold }} as fold,
        example_number,
        learner,
        raw_score
    from (
        {{ assay.score_linear(
            rows,
            "(select * from models where form in ('constant', 'linear') and " ~ own ~ ")"
        ) }}
    ) as linear_{{ fold }}
    union all
    select
        '{{ use_case }}',
        {{ fold }},
        leaf_sums.example_number,
        'boosted_trees',
        models.tree_scale * leaf_sums.leaf_sum + models.tree_bias
    from (
        {{ assay.score_oblivious_trees(
            rows,
            "(select * from trees where learner = 'boosted_trees' and " ~ own ~ ")",
            "(select * from tree_slots where learner = 'boosted_trees' and " ~ own ~ ")",
            layout.get(fold, {}),
            assay.learner_parameters('boosted_trees').depth
        ) }}
    ) as leaf_sums
    inner join models
        on models.learner = 'boosted_trees' and models.{{ own | replace(' and ', ' and models.') }}
    {%- endfor %}
    {%- endfor %}
),

raw_scores as (
    select
        examples.use_case,
        models.model_version,
        models.learner,
        examples.entity_id,
        case when scores.fold = 0 then examples.split else 'cv' end as split,
        scores.raw_score,
        examples.label,
        examples.decided_at
    from scores
    inner join examples
        on scores.example_number = examples.example_number
    inner join models
        on
            scores.use_case = models.use_case
            and scores.learner = models.learner
            and scores.fold = models.fold
)

select * from raw_scores
