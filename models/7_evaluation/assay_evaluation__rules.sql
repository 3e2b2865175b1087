with recursive

rule_trees as (
    select * from {{ ref('assay_evaluation__rule_trees') }}
),

feature_space as (
    select * from {{ ref('assay_features__feature_space') }}
),

columns as (
    select * from {{ ref('assay_features__columns') }}
),

trees as (
    select
        use_case,
        model_version,
        kind,
        {{ assay.exploded_arrays({
            'features': 'node_features',
            'borders': 'node_borders',
            'yes': 'node_yes',
            'no': 'node_no',
            'missing_yes': 'node_missing_yes',
            'leaf_values': 'node_values',
        }, 'tree') }}
    from rule_trees
),

nodes as (
    select
        use_case,
        model_version,
        kind,
        {{ assay.exploded_arrays({
            'position': 'features',
            'border': 'borders',
            'yes': 'yes',
            'no': 'no',
            'missing_yes': 'missing_yes',
            'value': 'leaf_values',
        }, 'node') }}
    from trees
),

-- Every answer on the way from a leaf up to the root.
answers as (
    select
        use_case,
        model_version,
        node as leaf,
        node,
        0 as height,
        cast(null as integer) as position,
        cast(null as double) as border,
        cast(null as boolean) as is_yes,
        cast(null as boolean) as takes_missing
    from nodes
    where position = 0
    union all
    select
        answers.use_case,
        answers.model_version,
        answers.leaf,
        nodes.node,
        answers.height + 1 as height,
        nodes.position,
        nodes.border,
        nodes.yes = answers.node as is_yes,
        nodes.missing_yes = (nodes.yes = answers.node) as takes_missing
    from answers
    inner join nodes
        on
            answers.use_case = nodes.use_case
            and answers.model_version = nodes.model_version
            and nodes.position > 0
            and (answers.node = nodes.yes or answers.node = nodes.no)
),

conditions as (
    select
        use_case,
        model_version,
        leaf,
        position,
        max(case when not is_yes then border end) as low,
        min(case when is_yes then border end) as high,
        min(cast(takes_missing as integer)) as takes_missing,
        -max(height) as depth
    from answers
    where position is not null
    group by use_case, model_version, leaf, position
),

worded as (
    select
        conditions.use_case,
        conditions.model_version,
        conditions.leaf,
        conditions.depth,
        {{ assay._rule_condition() }} as condition,
        conditions.takes_missing = 1 and columns.null_rate > 0 as takes_missing
    from conditions
    inner join feature_space
        on
            conditions.use_case = feature_space.use_case
            and conditions.position = feature_space.position
    left join columns
        on
            feature_space.use_case = columns.use_case
            and feature_space.source_column = columns.column_name
),

texts as (
    select
        use_case,
        model_version,
        leaf,
        {{ assay.ordered_text(
            "case when takes_missing then '(' || condition || ' or missing)' else condition end",
            'depth',
            ' and '
        ) }} as rule,
        count(*) as condition_count
    from worded
    group by use_case, model_version, leaf
),

rules as (
    select
        nodes.use_case,
        nodes.model_version,
        nodes.kind,
        nodes.node as leaf,
        coalesce(texts.rule, 'every decision') as rule,
        coalesce(texts.condition_count, 0) as condition_count,
        nodes.value
    from nodes
    left join texts
        on
            nodes.use_case = texts.use_case
            and nodes.model_version = texts.model_version
            and nodes.node = texts.leaf
    where nodes.position = 0
)

select * from rules
