{% macro _select_tree_blocks(trees, groups, depth, shape) -%}
    {#- One row per block of trees (_word_shape): the tables that score it, `word_entries` and `leaf_sums`. -#}
select
    leaf_tables.leaf_sums
    {%- if groups %},
    entry_tables.word_entries
    {%- endif %}
from (
    {{ assay._select_leaf_sums(trees, depth, shape) }}
) as leaf_tables
{%- if groups %}
inner join (
    {{ assay._select_word_entries(trees, groups, depth, shape) }}
) as entry_tables
    on leaf_tables.block = entry_tables.block
{%- endif %}
{%- endmacro %}
