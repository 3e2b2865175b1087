{% macro score_branching_trees(rows, models, comparison, depth) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (model_number, node arrays): `leaf_sum`,
    the sum of the leaf values that the branching trees of one model give it. Both arguments are queries in
    brackets; all models compare in the same way, `comparison`, and no tree is deeper than `depth`. Leaf values are
    multiples of one power of two, so that any order gives one sum. -#}
select
    example_number,
    model_number,
    sum({{ assay.array_value('node_values', 'node') }}) as leaf_sum
from (
    {{ assay._select_leaves(rows, models, comparison, depth) }}
) as leaves
group by example_number, model_number
{% endmacro %}
