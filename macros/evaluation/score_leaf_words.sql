{% macro score_leaf_words(rows, models, comparison, layout) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (model_number, node arrays): `leaf_sum`,
    the sum of the leaf values that the branching trees of one model give it. Both arguments are queries in
    brackets; all models compare in the same way, `comparison`, and `layout` is their part of leaf_word_layout.

    Borders cut each feature into bins (_select_row_bins). A bin looks up, for all trees, the bits of the leaves that it
    can still reach (_select_leaf_blocks); a leaf that all features reach is the row's, one for each tree. Leaf values
    are multiples of one power of two, so that any order gives one sum. -#}
{%- set shape = assay._leaf_word_shape(layout) -%}
{%- set type, operator = assay._node_comparison(comparison) -%}
{%- set looked_up = [] -%}
{%- for word in range(shape.words) -%}
    {%- for tree in range(shape.word_trees) -%}
        {%- set bits = assay.bits('word_' ~ word, shape.leaves * tree, 62 - shape.leaves * tree) if tree else 'word_' ~ word -%}
        {%- do looked_up.append(assay.array_value(
            'leaf_values', (word * shape.word_trees + tree) * shape.leaves ~ ' + ' ~ assay.lowest_bit(bits)
        )) -%}
    {%- endfor -%}
{%- endfor -%}
{%- set borders -%}
(
    select distinct
        feature,
        border
    from ({{ assay._select_nodes(models, comparison) }}) as nodes
    where feature > 0
    union all
    select
        feature,
        cast('infinity' as {{ type }}) as border
    from (select {{ assay.exploded_arrays({'feature': assay.array_of(layout.borders.keys(), 'integer')}, 'place') }}) as places
)
{%- endset -%}
select
    example_number,
    model_number,
    sum({{ assay._nested_terms(looked_up, '+') }}) as leaf_sum
from (
    select
        example_number,
        model_number,
        leaf_values
        {%- for word in range(shape.words) %}
        {%- set reached = [] %}
        {%- for feature in shape.entries %}{% do reached.append('words_' ~ feature ~ '.word_' ~ word) %}{% endfor %},
        {{ assay._nested_terms(reached, '&') }} as word_{{ word }}
        {%- endfor %}
    from (
        select
            row_bins.example_number,
            blocks.model_number,
            blocks.leaf_values
            {%- for feature, entry in shape.entries.items() %},
            {{ assay.array_value(
                'blocks.leaf_words', 'cast(' ~ entry.first ~ ' + row_bins.bin_' ~ feature ~ ' as integer)'
            ) }} as words_{{ feature }}
            {%- endfor %}
        from (
            {{ assay._select_row_bins(
                rows, borders, shape.bins, type, '>=' if operator == '<' else '>', 'nan'
            ) }}
        ) as row_bins
        cross join (
            {{ assay._select_leaf_blocks(models, comparison, shape) }}
        ) as blocks
    ) as looked_up_words
) as words
group by example_number, model_number
{% endmacro %}
