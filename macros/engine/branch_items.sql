{% macro branch_items() %}
    {#- An array with one item per branching tree of a stored model, from its columns, as assay.branch_sum reads it. -#}
    {{ return(adapter.dispatch('branch_items', 'assay')()) }}
{% endmacro %}

{% macro default__branch_items() -%}
    transform(
        arrays_zip(node_features, node_borders, node_missing_yes, node_yes, node_no, node_values),
        item -> struct(
            item['0'] as positions, item['1'] as borders, item['2'] as missing_yes, item['3'] as yes, item['4'] as no,
            item['5'] as leaf_values
        )
    )
{%- endmacro %}

{% macro duckdb__branch_items() -%}
    [
        struct_pack(
            positions := node_features[place],
            borders := node_borders[place],
            missing_yes := node_missing_yes[place],
            yes := node_yes[place],
            no := node_no[place],
            leaf_values := node_values[place]
        )
        for place in range(1, len(node_features) + 1)
    ]
{%- endmacro %}
