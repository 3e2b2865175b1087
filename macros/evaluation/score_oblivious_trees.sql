{% macro score_oblivious_trees(rows, trees, slots, layout, depth) %}
{#- One row per row of `rows` (example_number, features): `leaf_sum`, the sum of the leaf values that one model
    gives it. `trees` and `slots` are that model's rows of assay_training__trees and assay_training__tree_slots,
    all three queries in brackets; `layout` is {feature position: slots}, `depth` the trees' depth. Every row meets
    every pack of trees (_select_pack_words). Leaf values are multiples of one power of two, so that any order
    gives one sum. -#}
{%- set places = range(assay.trees_per_pack(depth)) -%}
{%- set no_leaves = assay.array_of(['0'] * 2 ** depth, 'double') -%}
{%- set pack = 'floor((tree - 1) / ' ~ places | length ~ ')' -%}
{%- set tables -%}
        select
            {{ pack }} as pack
            {%- for place in places %},
            coalesce(
                max(case when (tree - 1) % {{ places | length }} = {{ place }} then leaf_values end), {{ no_leaves }}
            ) as leaf_values_{{ place }}
            {%- endfor %}
        from {{ trees }} as scored_trees
        group by {{ pack }}
{%- endset -%}
select
    example_number,
    sum(
        {%- for place in places %}
        {{ '+ ' if not loop.first }}
        {{- assay.array_value('leaf_values_' ~ place, '1 + ' ~ assay.bits('word', depth * place, depth)) }}
        {%- endfor %}
    ) as leaf_sum
from (
    {{ assay._select_pack_words(rows, slots, layout, tables) }}
) as words
group by example_number
{% endmacro %}
