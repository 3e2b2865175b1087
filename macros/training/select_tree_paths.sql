{% macro select_tree_paths(models) %}
{#- One row per leaf of a branching tree and feature that its path from the root asks about: what a row must be to
    keep to the path at each question about the feature (above `low` and not above `high`, which a comparison
    `lt_float` turns round; `takes_missing` where a missing value keeps to it), and `share`, the part of the training
    rows that kept to it where it was asked. `slot` numbers the features of a path. `models` is a query in brackets as
    assay_training__models with model_number; a model whose nodes have no weights has no rows. -#}
with recursive

trees as (
    select
        model_number,
        {{ assay.exploded_arrays({
            'features': 'node_features', 'borders': 'node_borders', 'yes': 'node_yes', 'no': 'node_no',
            'missing_yes': 'node_missing_yes', 'leaf_values': 'node_values', 'weights': 'node_weights',
        }, 'tree') }}
    from {{ models }} as explained_models
    where form = 'branching_trees' and {{ assay.array_length('node_weights') }} > 0
),

nodes as (
    select
        model_number,
        tree,
        {{ assay.exploded_arrays({
            'feature': 'features', 'border': 'borders', 'yes': 'yes', 'no': 'no', 'missing_yes': 'missing_yes',
            'leaf_value': 'leaf_values', 'weight': 'weights',
        }, 'node') }}
    from trees
),

turns as (
    select model_number, tree, node, weight, feature, border, yes as child, true as is_yes, missing_yes as takes_missing
    from nodes
    where feature > 0
    union all
    select model_number, tree, node, weight, feature, border, no as child, false as is_yes, not missing_yes
    from nodes
    where feature > 0
),

edges as (
    select
        turns.*,
        coalesce(nodes.weight / nullif(turns.weight, 0), 0) as share
    from turns
    inner join nodes
        on turns.model_number = nodes.model_number and turns.tree = nodes.tree and turns.child = nodes.node
),

climbs as (
    select model_number, tree, node as leaf, node, leaf_value, 0 as steps
    from nodes
    where feature = 0
    union all
    select climbs.model_number, climbs.tree, climbs.leaf, edges.node, climbs.leaf_value, climbs.steps + 1
    from climbs
    inner join edges
        on climbs.model_number = edges.model_number and climbs.tree = edges.tree and climbs.node = edges.child
),

conditions as (
    select
        climbs.model_number,
        climbs.tree,
        climbs.leaf,
        edges.feature,
        max(climbs.leaf_value) as leaf_value,
        max(case when edges.is_yes then cast('-infinity' as double) else edges.border end) as low,
        min(case when edges.is_yes then edges.border else cast('infinity' as double) end) as high,
        min(cast(edges.takes_missing as integer)) = 1 as takes_missing,
        {{ assay.array_product(assay.array_ordered('edges.share', 'climbs.steps')) }} as share
    from climbs
    inner join edges
        on climbs.model_number = edges.model_number and climbs.tree = edges.tree and climbs.node = edges.child
    group by climbs.model_number, climbs.tree, climbs.leaf, edges.feature
),

paths as (
    select
        *,
        cast(row_number() over (partition by model_number, tree, leaf order by feature) as integer) as slot
    from conditions
)

select * from paths
{% endmacro %}
