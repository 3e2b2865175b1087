{% macro _select_leaf_blocks(models, comparison, shape) -%}
    {#- One row per model and block of its trees (_leaf_word_shape): `leaf_values`, an array with the values of a tree's
        leaves after those of the tree before, and `leaf_words`, an array with a record of words for each entry: the
        bits of the leaves that a feature in this bin can still reach. Leaves that a tree lacks are reached by all. -#}
    {%- set all_bits, block_trees = 2 ** 62 - 1, shape.words * shape.word_trees -%}
    {%- set words = range(shape.words) -%}
    {%- set members = {'feature': [], 'first_entry': [], 'border_count': [], 'last_bin': []} -%}
    {%- for feature, entry in shape.entries.items() -%}
        {%- do members.feature.append(feature) -%}
        {%- do members.first_entry.append(entry.first) -%}
        {%- do members.border_count.append(entry.borders) -%}
        {%- do members.last_bin.append(entry.last_bin) -%}
    {%- endfor -%}
    {%- set most_bins = members.last_bin | max -%}
    {%- for name, values in members.items() -%}
        {%- do members.update({name: assay.array_of(values, 'integer')}) -%}
    {%- endfor -%}
    {%- set records = {} -%}
    {%- for word in words -%}{%- do records.update({'word_' ~ word: 'word_' ~ word}) -%}{%- endfor -%}
with

nodes as (
    {{ assay._select_nodes(models, comparison) }}
),

boxes as (
    {{ assay._select_leaf_boxes('nodes') }}
),

members as (
    select {{ assay.exploded_arrays(members, 'member') }}
),

leaves as (
    select
        model_number,
        tree,
        node,
        leaf_value,
        floor((tree - 1) / {{ block_trees }}) as block,
        (tree - 1) % {{ block_trees }} as block_tree,
        row_number() over (partition by model_number, tree order by node) - 1 as place
    from nodes
    where feature = 0
),

blocks as (
    select distinct
        model_number,
        block
    from leaves
),

bin_changes as (
    {{ assay._select_bin_changes('boxes', 'leaves', 'members', shape) }}
),

bins as (
    select
        blocks.model_number,
        blocks.block,
        members.feature,
        members.first_entry,
        places.bin
    from blocks
    cross join members
    inner join ({{ assay.integers(0, most_bins, 'bin') }}) as places on members.last_bin >= places.bin
),

entries as (
    select
        bins.model_number,
        bins.block,
        bins.first_entry + bins.bin as entry
        {%- for word in words %},
        cast({{ all_bits }} + sum(coalesce(bin_changes.word_{{ word }}, 0)) over (
            partition by bins.model_number, bins.block, bins.feature
            order by bins.bin
            rows between unbounded preceding and current row
        ) as bigint) as word_{{ word }}
        {%- endfor %}
    from bins
    left join bin_changes
        on
            bins.model_number = bin_changes.model_number
            and bins.block = bin_changes.block
            and bins.feature = bin_changes.feature
            and bins.bin = bin_changes.bin
),

block_words as (
    select
        model_number,
        block,
        {{ assay.array_ordered(assay.record(records), 'entry') }} as leaf_words
    from entries
    group by model_number, block
),

block_values as (
    select
        blocks.model_number,
        blocks.block,
        {{ assay.array_ordered('coalesce(leaves.leaf_value, 0)', 'places.place') }} as leaf_values
    from blocks
    cross join ({{ assay.integers(0, block_trees * shape.leaves - 1, 'place') }}) as places
    left join leaves
        on
            blocks.model_number = leaves.model_number
            and blocks.block = leaves.block
            and leaves.block_tree * {{ shape.leaves }} + leaves.place = places.place
    group by blocks.model_number, blocks.block
)

select
    block_words.model_number,
    block_words.block,
    block_words.leaf_words,
    block_values.leaf_values
from block_words
inner join block_values
    on block_words.model_number = block_values.model_number and block_words.block = block_values.block
{%- endmacro %}
