{% macro shap_additive_trees(rows, models, comparison, depth, features) %}
{#- One row per row of `rows` (example_number, features) and additive model of `models` (model_number, node arrays and
    tree_means; each branching tree compares one feature, and none the same): `contributions`, an array by position
    with leaf value minus the tree's mean by cover, in the unit of leaf values. These are the exact SHAP values, because
    nothing interacts. Both arguments are queries in brackets; `features` are the positions in use, in order. -#}
{%- set values = [] -%}
{%- for position in range(1, (features | max) + 1) -%}
    {%- do values.append('max(case when feature = ' ~ position ~ ' then contribution end)' if position in features else '0') -%}
{%- endfor -%}
select
    example_number,
    model_number,
    {{ assay.array_of(values, 'double') }} as contributions
from (
    select
        leaves.example_number,
        leaves.model_number,
        {{ assay.array_value('leaves.node_features', 1) }} as feature,
        {{ assay.array_value('leaves.node_values', 'leaves.node') }}
        - {{ assay.array_value('models.tree_means', 'leaves.tree') }} as contribution
    from (
        {{ assay._select_leaves(rows, models, comparison, depth) }}
    ) as leaves
    inner join {{ models }} as models on leaves.model_number = models.model_number
) as terms
group by example_number, model_number
{% endmacro %}
