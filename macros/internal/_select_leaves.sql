{% macro _select_leaves(rows, models, comparison, depth) %}
{#- One row per row of `rows` (example_number, features), row of `models` (model_number, node arrays) and branching
    tree: `node`, the leaf, and the tree's `node_values`. Both arguments are queries in brackets; all models compare in
    the same way, `comparison`, and no tree is deeper than `depth`.

    Every tree meets every row in a cross join, where a tree's arrays stay constant over a batch of rows. A
    projection per level moves each row from its node to the next; a leaf's next node is itself. A missing feature
    goes where the node says. -#}
{%- set type, operator = assay._node_comparison(comparison) -%}
{%- set feature = assay.array_value('features', assay.array_value('node_features', 'node')) -%}
{%- set border = assay.array_value('node_borders', 'node') -%}
{%- set arrays = ['node_features', 'node_borders', 'node_missing_yes', 'node_yes', 'node_no', 'node_values'] -%}
    {%- for level in range(depth) %}
    select
        example_number,
        features,
        model_number,
        tree,
        {{ arrays | join(', ') }},
        case
            when {{ assay.array_value('node_features', 'node') }} = 0 then node
            when
                coalesce(
                    cast({{ feature }} as {{ type }}) {{ operator }} {{ border }},
                    {{ assay.array_value('node_missing_yes', 'node') }}
                )
                then {{ assay.array_value('node_yes', 'node') }}
            else {{ assay.array_value('node_no', 'node') }}
        end as node
    from (
    {%- endfor %}
    select
        scored_rows.example_number,
        scored_rows.features,
        trees.*,
        1 as node
    from {{ rows }} as scored_rows
    cross join (
        select
            model_number,
            tree,
            node_features,
            cast(node_borders as {{ assay.array_type(type) }}) as node_borders,
            node_missing_yes,
            node_yes,
            node_no,
            node_values
        from (
            select
                model_number,
                {{ assay.exploded_arrays(dict(zip(arrays, arrays)), 'tree') }}
            from {{ models }} as forests
        ) as exploded
    ) as trees
    {%- for level in range(depth) %}
    ) as level_{{ depth - level }}
    {%- endfor %}
{% endmacro %}
