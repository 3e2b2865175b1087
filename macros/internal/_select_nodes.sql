{% macro _select_nodes(models, comparison) -%}
    {#- One row per node of the branching trees of `models` (a query in brackets: model_number, node arrays), which all
        compare in the same way: model_number, tree, node and what is stored of it. `bin` numbers the distinct borders
        of a feature, over all models, by size. -#}
select
    *,
    dense_rank() over (partition by feature order by border) as bin
from (
    select
        model_number,
        tree,
        node,
        feature,
        cast(border as {{ assay._node_comparison(comparison)[0] }}) as border,
        yes,
        no,
        missing_yes,
        leaf_value
    from (
        select
            model_number,
            tree,
            {{ assay.exploded_arrays({
                'feature': 'features', 'border': 'borders', 'yes': 'yes', 'no': 'no', 'missing_yes': 'missing_yes',
                'leaf_value': 'leaf_values',
            }, 'node') }}
        from (
            select
                model_number,
                {{ assay.exploded_arrays({
                    'features': 'node_features', 'borders': 'node_borders', 'yes': 'node_yes', 'no': 'node_no',
                    'missing_yes': 'node_missing_yes', 'leaf_values': 'node_values',
                }, 'tree') }}
            from {{ models }} as forests
        ) as trees
    ) as exploded
) as compared
{%- endmacro %}
