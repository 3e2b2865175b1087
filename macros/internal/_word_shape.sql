{% macro _word_shape(depth, tree_count) %}
    {#- How the leaves that a row falls into are written as numbers. A word holds the leaf of as many trees as
        trees_per_pack says; a block is as many words as one step of scoring makes; leaf values of a few trees at a time
        are added up beforehand, in a table of at most 1024 sums. -#}
    {%- set most_words = 10 -%}
    {%- set word_trees = assay.trees_per_pack(depth) -%}
    {%- set word_count = (tree_count + word_trees - 1) // word_trees -%}
    {%- set blocks = (word_count + most_words - 1) // most_words -%}
    {%- set words = (word_count + blocks - 1) // blocks -%}
    {%- set table_trees = [10 // depth, 1] | max -%}
    {{ return({
        'word_trees': word_trees,
        'blocks': blocks,
        'words': words,
        'table_trees': table_trees,
        'tables': (word_trees + table_trees - 1) // table_trees,
        'table_bits': depth * table_trees,
    }) }}
{% endmacro %}
