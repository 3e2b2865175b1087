{% macro score_oblivious_trees(rows, trees, borders, depth, tree_count) %}
{#- One row per row of `rows` (example_number, features): `leaf_sum`, the sum of the leaf values that one model
    gives it. `trees` are the model's rows of assay_training__trees, both queries in brackets; `borders` is {feature
    position: number of the model's distinct borders}, in the order of positions, `depth` the trees' depth.

    Borders cut each feature into bins (_select_row_bins). What the bins of a few features say about every comparison is
    looked up at once, as the bits of several words (_select_word_entries); each word holds the index of the leaf for
    ten trees of depth 5. Leaf values are multiples of one power of two, so that any order gives one sum. -#}
{%- set shape = assay._word_shape(depth, tree_count) -%}
{%- set groups = assay._feature_groups(borders) -%}
{%- set looked_up = [] -%}
{%- for word in range(shape.words) -%}
    {%- for table in range(shape.tables) -%}
        {%- set first = 1 + (word * shape.tables + table) * 2 ** shape.table_bits -%}
        {%- do looked_up.append(assay.array_value(
            'leaf_sums', first ~ ' + ' ~ assay.bits('word_' ~ word, shape.table_bits * table, shape.table_bits)
        )) -%}
    {%- endfor -%}
{%- endfor -%}
select
    example_number,
    {{ 'sum' if shape.blocks > 1 }}(
        {{ assay._nested_terms(looked_up, '+') }}
    ) as leaf_sum
from (
    select
        example_number,
        leaf_sums
        {%- for word in range(shape.words) %},
        {% for group in groups -%}
        {{ 'group_' ~ loop.index ~ '.word_' ~ word ~ (' | ' if not loop.last) }}
        {%- else -%}
        cast(0 as bigint)
        {%- endfor %} as word_{{ word }}
        {%- endfor %}
    from (
        select
            row_entries.example_number,
            {%- for group in groups %}
            {{ assay.array_value('blocks.word_entries', 'row_entries.entry_' ~ loop.index) }} as group_{{ loop.index }},
            {%- endfor %}
            blocks.leaf_sums
        from (
            {{ assay._select_row_entries(rows, trees, borders, groups) }}
        ) as row_entries
        cross join (
            {{ assay._select_tree_blocks(trees, groups, depth, shape) }}
        ) as blocks
    ) as looked_up_words
) as words
{{ 'group by example_number' if shape.blocks > 1 }}
{% endmacro %}
