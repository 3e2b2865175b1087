{% macro _select_symmetric_leaves(rows, models, depth) %}
{#- One row per row of `rows` (example_number, features), row of `models` (model_number, tree arrays) and symmetric
    tree: `leaf`, the position of the leaf, and the tree's `leaf_values`. Both arguments are queries in brackets; no
    tree is deeper than `depth`. A missing feature exceeds nothing. -#}
select
    scored_rows.example_number,
    trees.model_number,
    trees.tree,
    trees.leaf_values,
    1
    {%- for level in range(1, depth + 1) %}
    + case
        when cast({{ assay.array_value('scored_rows.features', 'trees.feature_' ~ level) }} as float)
            > trees.border_{{ level }}
            then {{ 2 ** (level - 1) }}
        else 0
    end
    {%- endfor %} as leaf
from {{ rows }} as scored_rows
cross join (
    select
        model_number,
        tree,
        {%- for level in range(1, depth + 1) %}
        {{ assay.array_value('features', level) }} as feature_{{ level }},
        cast({{ assay.array_value('borders', level) }} as float) as border_{{ level }},
        {%- endfor %}
        leaf_values
    from (
        select
            model_number,
            {{ assay.exploded_arrays(
                {'features': 'tree_features', 'borders': 'tree_borders', 'leaf_values': 'tree_leaf_values'}, 'tree'
            ) }}
        from {{ models }} as forests
    ) as exploded
) as trees
{% endmacro %}
