{% macro tree_leaves(features, trees, depth) %}
    {#- The position, from 1, of the leaf in which each symmetric tree (assay.tree_items) puts an array of features, as
        an array by tree; a missing feature exceeds no border. -#}
    {{ return(adapter.dispatch('tree_leaves', 'assay')(features, trees, depth)) }}
{% endmacro %}

{% macro default__tree_leaves(features, trees, depth) -%}
    transform({{ trees }}, tree -> 1 + {{ assay._default_leaf(features, depth) }})
{%- endmacro %}

{% macro duckdb__tree_leaves(features, trees, depth) -%}
    [{{ assay._duckdb_leaf(features, depth) }} for tree in {{ trees }}]
{%- endmacro %}

{% macro _default_leaf(features, depth) -%}
        {%- for level in range(depth) %}
        {{ '+ ' if not loop.first }}case when {{ features }}[tree.positions[{{ level }}] - 1] > tree.borders[{{ level }}] then {{ 2 ** level }} else 0 end
        {%- endfor %}
{%- endmacro %}

{% macro _duckdb_leaf(features, depth) -%}
        1
        {%- for level in range(1, depth + 1) %}
            + case when {{ features }}[tree.positions[{{ level }}]] > tree.borders[{{ level }}] then {{ 2 ** (level - 1) }} else 0 end
        {%- endfor %}
{%- endmacro %}
