{% macro shap_symmetric_trees(rows, models, depth, features) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (as assay_training__models, with
    model_number): `contributions`, an array with the exact SHAP value of every feature by position, in the unit of
    leaf values. Both arguments are queries in brackets; no tree is deeper than `depth`, and `features` are the
    positions that any compares. It reads models as they are stored, classes that share their trees among them;
    `shap_oblivious_trees` is faster and reads trees that were laid out for it. Values are multiples of one power of
    two, so that any order gives one sum. -#}
{%- set values = [] -%}
{%- for position in range(1, (features | max) + 1) -%}
    {%- do values.append(
        'coalesce(max(case when feature = ' ~ position ~ ' then contribution end), 0)' if position in features else '0'
    ) -%}
{%- endfor -%}
select
    example_number,
    model_number,
    {{ assay.array_of(values, 'double') }} as contributions
from (
    select
        leaves.example_number,
        leaves.model_number,
        tree_contributions.feature,
        sum({{ assay.array_value('tree_contributions.contributions', 'leaves.leaf') }}) as contribution
    from (
        {{ assay._select_symmetric_leaves(rows, models, depth) }}
    ) as leaves
    inner join (
        {{ assay.select_tree_contributions(models, ['model_number']) }}
    ) as tree_contributions
        on leaves.model_number = tree_contributions.model_number and leaves.tree = tree_contributions.tree
    group by leaves.example_number, leaves.model_number, tree_contributions.feature
) as sums
group by example_number, model_number
{% endmacro %}
