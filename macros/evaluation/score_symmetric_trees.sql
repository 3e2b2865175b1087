{% macro score_symmetric_trees(rows, models, depth) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (model_number, tree arrays): `leaf_sum`,
    the sum of the leaf values that the symmetric trees of one model give it. Both arguments are queries in
    brackets; no tree is deeper than `depth`. It reads models as they are stored; `score_oblivious_trees` is faster
    and reads trees that were laid out for it. A missing feature exceeds nothing. -#}
select
    example_number,
    model_number,
    sum({{ assay.array_value('leaf_values', 'leaf') }}) as leaf_sum
from (
    {{ assay._select_symmetric_leaves(rows, models, depth) }}
) as leaves
group by example_number, model_number
{% endmacro %}
