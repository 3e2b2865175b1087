{%- set layouts = assay._contribution_layouts() -%}
-- depends_on: {{ ref('assay_training__trees') }}
with

examples as (
    select * from {{ ref('assay_features__examples') }}
),

raw_scores as (
    select * from {{ ref('assay_evaluation__raw_scores') }}
),

models as (
    select
        models.*,
        row_number() over (partition by models.use_case order by models.output) as model_number
    from {{ ref('assay_training__models') }} as models
    inner join {{ ref('assay_evaluation__champions') }} as champions
        on
            models.use_case = champions.use_case
            and models.model_version = champions.model_version
    where models.fold = 0 and models.task in ('binary', 'multiclass', 'regression')
),

tree_slots as (
    select * from {{ ref('assay_training__tree_slots') }}
    where fold = 0
),

-- Open decisions, and as many judged ones as a mean needs.
ranked as (
    select
        *,
        row_number() over (
            partition by use_case, split
            order by
                {{ assay.hash_integer("concat_ws('|', entity_id, 'explanations')") }},
                example_number
        ) as place
    from examples
    where split in ('test', 'live') and (split = 'test' or label is null)
),

explained_rows as (
    select * from ranked
    where split = 'live' or place <= {{ var('assay_explained_rows', 1000) }}
),

contributions as (
    {{ assay._explain_champions('explained_rows', layouts) }}
),

expected as (
    select
        use_case,
        model_version,
        output,
        learner,
        link,
        case
            when form in ('oblivious_trees', 'branching_trees')
                then tree_bias + tree_scale * {{ assay.array_sum('tree_means') }}
            when form = 'quadratic' then intercept + {{ assay.array_sum('square_coefficients') }}
            else intercept
        end as expected_raw_score,
        coalesce(tree_scale, 1) as unit,
        case
            when form = 'constant' then 'a constant reads no column'
            {%- for use_case, layout in layouts.items() if layout.problem %}
            when use_case = '{{ use_case }}' then {{ assay.text_literal(layout.problem) }}
            {%- endfor %}
        end as problem
    from models
),

explained as (
    select
        expected.use_case,
        expected.model_version,
        expected.output,
        expected.learner,
        expected.link,
        raw_scores.entity_id,
        explained_rows.cluster_id,
        raw_scores.split,
        raw_scores.raw_score,
        expected.expected_raw_score,
        expected.unit,
        expected.problem,
        explained_rows.features,
        contributions.contributions,
        raw_scores.decided_at
    from expected
    inner join explained_rows on expected.use_case = explained_rows.use_case
    left join contributions
        on
            expected.use_case = contributions.use_case
            and expected.model_version = contributions.model_version
            and expected.output = contributions.output
            and explained_rows.example_number = contributions.example_number
    inner join raw_scores
        on
            expected.use_case = raw_scores.use_case
            and expected.model_version = raw_scores.model_version
            and expected.output = raw_scores.output
            and explained_rows.entity_id = raw_scores.entity_id
            and explained_rows.decided_at = raw_scores.decided_at
            and explained_rows.split = raw_scores.split
)

select * from explained
