{% macro _select_leaf_boxes(nodes) -%}
    {#- One row per leaf of a branching tree and feature that its path from the root asks about: the bins that keep to
        the path, from `lowest_bin` to `highest_bin`, NULL where that is the last, and `takes_missing` where a missing
        value does. `nodes` names a CTE (_select_nodes). -#}
with recursive

edges as (
    select
        model_number,
        tree,
        node,
        feature,
        yes as child,
        0 as lowest_bin,
        bin - 1 as highest_bin,
        missing_yes as takes_missing
    from {{ nodes }}
    where feature > 0
    union all
    select
        model_number,
        tree,
        node,
        feature,
        no as child,
        bin as lowest_bin,
        cast(null as bigint) as highest_bin,
        not missing_yes as takes_missing
    from {{ nodes }}
    where feature > 0
),

climbs as (
    select
        model_number,
        tree,
        node as leaf,
        node
    from {{ nodes }}
    where feature = 0
    union all
    select
        climbs.model_number,
        climbs.tree,
        climbs.leaf,
        edges.node
    from climbs
    inner join edges
        on climbs.model_number = edges.model_number and climbs.tree = edges.tree and climbs.node = edges.child
)

select
    climbs.model_number,
    climbs.tree,
    climbs.leaf,
    edges.feature,
    max(edges.lowest_bin) as lowest_bin,
    min(edges.highest_bin) as highest_bin,
    min(cast(edges.takes_missing as integer)) = 1 as takes_missing
from climbs
inner join edges
    on climbs.model_number = edges.model_number and climbs.tree = edges.tree and climbs.node = edges.child
group by climbs.model_number, climbs.tree, climbs.leaf, edges.feature
{%- endmacro %}
