{% macro score_oblivious_trees(rows, trees) %}
{#- Sums of leaf values: one row per row of `rows` (use_case, entity_id, decided_at, features) and of the
    model `trees` (assay_training__trees of one model). Every tree meets every row in a cross join, which
    keeps a tree's numbers constant over a batch of rows; a leaf's index has one bit per level, set where
    the feature exceeds the border. Leaf values are multiples of one power of two: any order gives one sum. -#}
select
    scored.use_case,
    scored.entity_id,
    scored.decided_at,
    sum({{ assay.array_value('trees.leaf_values', assay._leaf_position('scored.features', 'trees')) }}) as leaf_sum
from {{ rows }} as scored
cross join {{ trees }} as trees
group by scored.use_case, scored.entity_id, scored.decided_at
{% endmacro %}
