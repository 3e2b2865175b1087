{% macro _select_bin_changes(boxes, leaves, members, shape) -%}
    {#- One row per model, block, feature and bin from which on other leaves are within reach: what is added to each
        word of the block (_leaf_word_shape). The arguments name CTEs of _select_leaf_blocks. -#}
with

weighted_boxes as (
    select
        leaves.model_number,
        leaves.block,
        floor(leaves.block_tree / {{ shape.word_trees }}) as word,
        cast(power(
            cast(2 as double), (leaves.block_tree % {{ shape.word_trees }}) * {{ shape.leaves }} + leaves.place
        ) as bigint) as weight,
        members.feature,
        members.border_count,
        boxes.lowest_bin,
        coalesce(boxes.highest_bin, members.border_count - 1) as highest_bin,
        boxes.takes_missing
    from {{ boxes }} as boxes
    inner join {{ leaves }} as leaves
        on boxes.model_number = leaves.model_number and boxes.tree = leaves.tree and boxes.leaf = leaves.node
    inner join {{ members }} as members on boxes.feature = members.feature
),

-- A leaf is out of reach, but from the first bin of its box to the last, and where a missing value keeps to its path.
changes as (
    select model_number, block, word, feature, 0 as bin, - weight as change
    from weighted_boxes
    union all
    select model_number, block, word, feature, lowest_bin as bin, weight as change
    from weighted_boxes
    where lowest_bin <= highest_bin
    union all
    select model_number, block, word, feature, highest_bin + 1 as bin, - weight as change
    from weighted_boxes
    where lowest_bin <= highest_bin
    union all
    select model_number, block, word, feature, border_count as bin, weight as change
    from weighted_boxes
    where takes_missing
)

select
    model_number,
    block,
    feature,
    bin
    {%- for word in range(shape.words) %},
    sum(case when word = {{ word }} then change else 0 end) as word_{{ word }}
    {%- endfor %}
from changes
group by model_number, block, feature, bin
{%- endmacro %}
