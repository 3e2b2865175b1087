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
    select
        scored_rows.example_number,
        trees.model_number,
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
) as leaves
group by example_number, model_number
{% endmacro %}
