{% macro tree_sum(features, trees, depth) %}
    {#- The sum of the leaf values that symmetric trees (assay.tree_items) give an array of features, as one
        expression; a missing feature exceeds no border. Leaf values are multiples of one power of two, so that any
        order gives one sum. -#}
    {{ return(adapter.dispatch('tree_sum', 'assay')(features, trees, depth)) }}
{% endmacro %}

{% macro default__tree_sum(features, trees, depth) -%}
    aggregate(
        {{ trees }}, cast(0 as double), (total, tree) -> total + tree.leaves[{{ assay._default_leaf(features, depth) }}]
    )
{%- endmacro %}

{% macro duckdb__tree_sum(features, trees, depth) -%}
    list_sum([tree.leaves[{{ assay._duckdb_leaf(features, depth) }}] for tree in {{ trees }}])
{%- endmacro %}
