{% macro branch_values(features, trees, comparison, depth) %}
    {#- The leaf values that branching trees (assay.branch_items), none deeper than `depth`, give an array of features,
        as an array by tree: from the root a row goes on to the next node as often as the deepest tree asks, and a
        leaf's next node is itself. `comparison` is the model's node_comparison. -#}
    {{ return(adapter.dispatch('branch_values', 'assay')(features, trees, comparison, depth)) }}
{% endmacro %}

{% macro default__branch_values(features, trees, comparison, depth) -%}
    {%- set type, operator = assay._node_comparison(comparison) -%}
    transform({{ trees }}, tree -> tree.leaf_values[aggregate(
        sequence(1, {{ depth }}),
        1,
        (node, step) -> case
            when tree.positions[node - 1] = 0 then node
            when coalesce(
                cast({{ features }}[tree.positions[node - 1] - 1] as {{ type }})
                {{ operator }} cast(tree.borders[node - 1] as {{ type }}),
                tree.missing_yes[node - 1]
            ) then tree.yes[node - 1]
            else tree.no[node - 1]
        end
    ) - 1])
{%- endmacro %}

{% macro duckdb__branch_values(features, trees, comparison, depth) -%}
    {%- set type, operator = assay._node_comparison(comparison) -%}
    [
        tree.leaf_values[list_reduce(
            range({{ depth }}),
            lambda node, step: case
                when tree.positions[node] = 0 then node
                when coalesce(
                    cast({{ features }}[tree.positions[node]] as {{ type }})
                    {{ operator }} cast(tree.borders[node] as {{ type }}),
                    tree.missing_yes[node]
                ) then tree.yes[node]
                else tree.no[node]
            end,
            cast(1 as bigint)
        )]
        for tree in {{ trees }}
    ]
{%- endmacro %}
