{% macro score_oblivious_trees(rows, trees, slots, layout, depth) %}
{#- One row per row of `rows` (example_number, features): `leaf_sum`, the sum of the leaf values that one model
    gives it. `trees` and `slots` are that model's rows of assay_training__trees and assay_training__tree_slots,
    all three queries in brackets; `layout` is {feature position: slots}, `depth` the trees' depth.

    Every pack of trees meets every row in a cross join, where a pack's numbers stay constant over a batch of
    rows. A slot belongs to one feature, so that a feature is read once per row, not once per comparison; where
    it exceeds the slot's border, the slot's bit is added to the pack's word (exact in double, and not checked
    for overflow). The word holds the leaf's index of every tree. A missing feature exceeds nothing. Leaf values
    are multiples of one power of two, so that any order gives one sum. -#}
{%- set places = range(assay.trees_per_pack(depth)) -%}
{%- set no_leaves = assay.array_of(['0'] * 2 ** depth, 'double') -%}
{%- set pack = 'floor((tree - 1) / ' ~ places | length ~ ')' -%}
select
    example_number,
    sum(
        {%- for place in places %}
        {{ '+ ' if not loop.first }}
        {{- assay.array_value('leaf_values_' ~ place, '1 + ' ~ assay.bits('word', depth * place, depth)) }}
        {%- endfor %}
    ) as leaf_sum
from (
    select
        read_rows.example_number,
        {%- for place in places %}
        packs.leaf_values_{{ place }},
        {%- endfor %}
        {{ assay._pack_word(layout) }} as word
    from (
        {{ assay._select_compared_features(rows, layout) }}
    ) as read_rows
    cross join (
        select *
        from (
            select
                {{ pack }} as pack
                {%- for place in places %},
                coalesce(
                    max(case when (tree - 1) % {{ places | length }} = {{ place }} then leaf_values end), {{ no_leaves }}
                ) as leaf_values_{{ place }}
                {%- endfor %}
            from {{ trees }} as scored_trees
            group by {{ pack }}
        ) as leaves
        left join (
            {{ assay._select_pack_borders(slots, layout) }}
        ) as borders
            on leaves.pack = borders.slot_pack
    ) as packs
) as words
group by example_number
{% endmacro %}
