{%- set champions = ref('assay_evaluation__champions') -%}
{%- set models = ref('assay_training__models') -%}
{%- set explained = '(select * from ' ~ models ~ ' where is_current and fold = 0 and task in '
    ~ "('binary', 'regression') and model_version in (select model_version from " ~ champions ~ '))' -%}
{%- set is_known = execute and load_relation(champions) is not none -%}
{%- set layout = assay.contribution_layout(explained) if is_known else {} -%}
with

examples as (
    select * from {{ ref('assay_features__examples') }}
),

raw_scores as (
    select * from {{ ref('assay_evaluation__raw_scores') }}
),

models as (
    select * from {{ explained }} as explained_models
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
    select
        cast(null as string) as use_case,
        cast(null as string) as model_version,
        cast(null as bigint) as example_number,
        cast(null as {{ assay.array_type('double') }}) as contributions
    where false
    {%- for use_case in assay.use_cases() %}
    {%- set rows -%}
        (select * from explained_rows where use_case = '{{ use_case }}')
    {%- endset %}
    union all
    select
        '{{ use_case }}' as use_case,
        model_version,
        example_number,
        contributions
    from (
        {{ assay.shap_linear(rows, "(select * from models where use_case = '" ~ use_case ~ "')") }}
    ) as linear_contributions
    {%- for model in assay.tree_layout(use_case)
        if model.fold == 0 and model.model_version in layout %}
    {%- set own = "use_case = '" ~ use_case ~ "' and model_version = '" ~ model.model_version ~ "'" %}
    {%- set own_models = '(select * from models where ' ~ own ~ ')' %}
    union all
    select
        models.use_case,
        models.model_version,
        tree_contributions.example_number,
        tree_contributions.contributions
    from (
        {{ assay.shap_oblivious_trees(
            rows,
            '(select * from tree_slots where ' ~ own ~ ')',
            '(' ~ assay.select_tree_contributions(own_models, []) ~ ')',
            model.slots,
            layout[model.model_version],
            layout[model.model_version].keys() | max,
            model.depth
        ) }}
    ) as tree_contributions
    inner join (select * from models where {{ own }}) as models on true
    {%- endfor %}
    {%- set additive = assay._additive_layout(use_case) %}
    {%- if additive %}
    {%- set own_models = "(select *, 1 as model_number from models where use_case = '" ~ use_case ~ "')" %}
    union all
    select
        models.use_case,
        models.model_version,
        tree_contributions.example_number,
        tree_contributions.contributions
    from ({{ assay.shap_additive_trees(rows, own_models, **additive) }}) as tree_contributions
    inner join models on models.use_case = '{{ use_case }}'
    {%- endif %}
    {%- endfor %}
),

expected as (
    select
        use_case,
        model_version,
        learner,
        link,
        case
            when form in ('oblivious_trees', 'branching_trees')
                then tree_bias + tree_scale * {{ assay.array_sum('tree_means') }}
            when form = 'quadratic' then intercept + {{ assay.array_sum('square_coefficients') }}
            else intercept
        end as expected_raw_score,
        coalesce(tree_scale, 1) as unit
    from models
),

explained as (
    select
        expected.use_case,
        expected.model_version,
        expected.learner,
        expected.link,
        raw_scores.entity_id,
        explained_rows.cluster_id,
        raw_scores.split,
        raw_scores.raw_score,
        expected.expected_raw_score,
        expected.unit,
        explained_rows.features,
        contributions.contributions,
        raw_scores.decided_at
    from expected
    inner join explained_rows on expected.use_case = explained_rows.use_case
    left join contributions
        on
            expected.use_case = contributions.use_case
            and expected.model_version = contributions.model_version
            and explained_rows.example_number = contributions.example_number
    inner join raw_scores
        on
            expected.use_case = raw_scores.use_case
            and expected.model_version = raw_scores.model_version
            and explained_rows.entity_id = raw_scores.entity_id
            and explained_rows.decided_at = raw_scores.decided_at
            and explained_rows.split = raw_scores.split
)

select * from explained
