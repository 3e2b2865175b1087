{%- set trees = ref('assay_evaluation__rule_trees') -%}
{%- set layout = assay.form_layout('(select * from ' ~ trees ~ ')')
    if execute and load_relation(trees) is not none else {} -%}
with

rule_trees as (
    select
        *,
        row_number() over (order by use_case, model_version) as model_number
    from {{ trees }}
),

examples as (
    select
        *,
        row_number() over (
            partition by use_case
            order by {{ assay.hash_integer("concat_ws('|', entity_id, 'rules')") }}, example_number
        ) as place
    from {{ ref('assay_features__examples') }}
    where split = 'test' and label is not null
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split = 'test'
),

outcomes as (
    select * from {{ ref('assay_evaluation__outcomes') }}
),

tested as (
    select * from examples
    where place <= {{ var('assay_rule_rows', 20000) }}
),

leaves as (
    select
        cast(null as string) as use_case,
        cast(null as string) as model_version,
        cast(null as bigint) as example_number,
        cast(null as integer) as leaf
    where false
    {%- for use_case in assay.use_cases() %}
    {%- for comparison, depth in layout.items() %}
    {%- set own = "use_case = '" ~ use_case ~ "'" %}
    union all
    select
        rule_trees.use_case,
        rule_trees.model_version,
        leaves.example_number,
        leaves.node as leaf
    from (
        {{ assay._select_leaves(
            '(select * from tested where ' ~ own ~ ')',
            '(select * from rule_trees where ' ~ own ~ ')',
            comparison,
            depth
        ) }}
    ) as leaves
    inner join rule_trees on leaves.model_number = rule_trees.model_number
    {%- endfor %}
    {%- endfor %}
),

rule_decisions as (
    select
        leaves.use_case,
        leaves.model_version,
        leaves.leaf,
        leaves.example_number,
        predictions.cluster_id,
        predictions.label,
        cast(predictions.decision as integer) as acts,
        outcomes.value_if_acting - outcomes.value_if_not_acting as gain
    from leaves
    inner join examples on leaves.example_number = examples.example_number
    inner join predictions
        on
            leaves.use_case = predictions.use_case
            and leaves.model_version = predictions.model_version
            and examples.entity_id = predictions.entity_id
            and examples.decided_at = predictions.decided_at
    left join outcomes
        on
            leaves.use_case = outcomes.use_case
            and examples.entity_id = outcomes.entity_id
            and examples.decided_at = outcomes.decided_at
)

select * from rule_decisions
