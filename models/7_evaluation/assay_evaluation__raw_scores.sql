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

-- Fold 0 scores every example; training rows are also scored by the model that did not see them.
scores as (
    select
        cast(null as string) as model_version,
        cast(null as integer) as fold,
        cast(null as string) as output,
        cast(null as bigint) as example_number,
        cast(null as double) as raw_score
    where false
    {%- for use_case, declaration in use_cases.items() %}
    {%- set layout = assay._branching_layout(use_case) %}
    {%- for fold in range(declaration.validation.folds + 1) %}
    union all
    select
        model_version,
        fold,
        output,
        example_number,
        raw_score
    from (
        {{ assay.score_models(
            assay._scored_rows(use_case, fold),
            '(select * from models where ' ~ assay._is_scored_as_stored() ~ " and use_case = '"
            ~ use_case ~ "' and fold = " ~ fold ~ ')',
            layout,
            assay._branching_words(use_case, fold)
        ) }}
    ) as scored_{{ fold }}
    {%- endfor %}
    {%- for model in assay.tree_layout(use_case) %}
    union all
    {{ assay._score_current_trees(assay._scored_rows(use_case, model.fold), use_case, model) }}
    {%- endfor %}
    {%- endfor %}
),

outputs as (
    select
        examples.use_case,
        models.model_version,
        models.output,
        models.learner,
        models.task,
        models.link,
        examples.entity_id,
        case when scores.fold = 0 then examples.split else 'cv' end as split,
        examples.label_class,
        scores.raw_score,
        models.temperature,
        case
            when models.task = 'multiclass'
                then cast(cast(examples.label_class = models.output as integer) as double)
            else examples.label
        end as label,
        examples.decided_at
    from scores
    inner join examples
        on scores.example_number = examples.example_number
    inner join models
        on
            examples.use_case = models.use_case
            and scores.model_version = models.model_version
            and scores.output = models.output
            and scores.fold = models.fold
),

reconstructions as (
    {{ assay.select_reconstructions(
        "(select * from outputs where link in ('component', 'residual'))",
        [
            'use_case', 'model_version', 'learner', 'task', 'link', 'entity_id', 'split', 'label',
            'decided_at',
        ]
    ) | indent(4) }}
),

-- What components leave over is an output of its own; where it tells what is unusual, the only one.
raw_scores as (
    select * from outputs
    where link != 'residual' and (link != 'component' or output != 'squared_length')
    union all
    select
        use_case,
        model_version,
        case link when 'component' then 'reconstruction_error' else '1' end as output,
        learner,
        task,
        link,
        entity_id,
        split,
        cast(null as string) as label_class,
        squared_error as raw_score,
        cast(null as double) as temperature,
        label,
        decided_at
    from reconstructions
)

select * from raw_scores
