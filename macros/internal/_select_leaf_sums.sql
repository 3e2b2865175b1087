{% macro _select_leaf_sums(trees, depth, shape) -%}
    {#- One row per block of trees: `leaf_sums`, an array with one table after the other (_word_shape); a table has the
        sum of leaf values for every combination of leaves of its trees, and zeros where trees are lacking. -#}
    {%- set table_count = shape.blocks * shape.words * shape.tables -%}
    {%- set place = '((tree - 1) % ' ~ shape.word_trees ~ ')' -%}
    {%- set table_number -%}
        floor((tree - 1) / {{ shape.word_trees }}) * {{ shape.tables }} + floor({{ place }} / {{ shape.table_trees }})
    {%- endset -%}
with

tables as (
    {{ assay.integers(0, table_count - 1, 'table_number') }}
),

combinations as (
    {{ assay.integers(0, 2 ** shape.table_bits - 1, 'combination') }}
),

table_leaves as (
    select
        {{ table_number }} as table_number
        {%- for tree in range(shape.table_trees) %},
        max(case when {{ place }} % {{ shape.table_trees }} = {{ tree }} then leaf_values end) as leaf_values_{{ tree }}
        {%- endfor %}
    from {{ trees }} as scored_trees
    group by {{ table_number }}
),

table_sums as (
    select
        floor(tables.table_number / {{ shape.words * shape.tables }}) as block,
        tables.table_number * {{ 2 ** shape.table_bits }} + combinations.combination as place,
        {%- for tree in range(shape.table_trees) %}
        {{ '+ ' if not loop.first }}coalesce({{ assay.array_value(
            'table_leaves.leaf_values_' ~ tree, '1 + ' ~ assay.bits('combinations.combination', depth * tree, depth)
        ) }}, 0)
        {%- endfor %} as leaf_sum
    from tables
    cross join combinations
    left join table_leaves on tables.table_number = table_leaves.table_number
)

select
    block,
    {{ assay.array_ordered('leaf_sum', 'place') }} as leaf_sums
from table_sums
group by block
{%- endmacro %}
