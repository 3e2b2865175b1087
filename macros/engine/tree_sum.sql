{% macro tree_sum(features, trees, depth) %}
    {#- The sum of the leaf values that symmetric trees (assay.tree_items) give an array of features, as one
        expression; a missing feature exceeds no border. Leaf values are multiples of one power of two, so that any
        order gives one sum. -#}
    {{ return(adapter.dispatch('tree_sum', 'assay')(features, trees, depth)) }}
{% endmacro %}

{% macro default__tree_sum(features, trees, depth) -%}
    aggregate({{ trees }}, cast(0 as double), (total, tree) -> total + tree.leaves[
        {%- for level in range(depth) %}
        {{ '+ ' if not loop.first }}case when {{ features }}[tree.positions[{{ level }}] - 1] > tree.borders[{{ level }}] then {{ 2 ** level }} else 0 end
        {%- endfor %}
    ])
{%- endmacro %}

{% macro duckdb__tree_sum(features, trees, depth) -%}
    list_sum([
        tree.leaves[1
        {%- for level in range(1, depth + 1) %}
            + case when {{ features }}[tree.positions[{{ level }}]] > tree.borders[{{ level }}] then {{ 2 ** (level - 1) }} else 0 end
        {%- endfor %}]
        for tree in {{ trees }}
    ])
{%- endmacro %}
