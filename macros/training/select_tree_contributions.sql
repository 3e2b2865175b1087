{% macro select_tree_contributions(models, keys) %}
{#- One row per symmetric tree and feature it compares: `contributions`, the feature's SHAP value in each leaf, laid
    out for shap_oblivious_trees. `models` is a relation or query in brackets as assay_training__models, `keys` its
    columns that name a model. `bit` is where the leaf's index starts in the pack's word, `slot` numbers the trees
    of a pack that compare the feature. Levels that repeat a feature or fill a tree up have no row. -#}
{%- set model = keys | join(', ') ~ ', ' if keys else '' -%}
with

trees as (
    select
        {{ model -}}
        {{ assay.exploded_arrays({
            'features': 'tree_features', 'borders': 'tree_borders', 'levels': 'tree_contributions'
        }, 'tree') }}
    from {{ models }} as explained_models
    where form = 'oblivious_trees' and {{ assay.array_length('tree_contributions') }} > 0
),

comparisons as (
    select
        {{ model }}tree,
        {{ assay.array_length('features') }} as depth,
        {{ assay.exploded_arrays(
            {'feature': 'features', 'border': 'borders', 'contributions': 'levels'}, 'level'
        ) }}
    from trees
),

compared as (
    select
        *,
        floor({{ assay.trees_per_pack(1) }} / cast(depth as double)) as pack_size,
        row_number() over (partition by {{ model }}tree, feature order by level) as occurrence
    from comparisons
    where border < cast('infinity' as double)
),

placed as (
    select
        *,
        cast(floor((tree - 1) / pack_size) as integer) as pack,
        cast(depth * ((tree - 1) % pack_size) as integer) as bit
    from compared
    where occurrence = 1
),

tree_contributions as (
    select
        {{ model }}cast(tree as integer) as tree,
        feature,
        pack,
        cast(
            row_number() over (partition by {{ model }}pack, feature order by tree) as integer
        ) as slot,
        bit,
        contributions
    from placed
)

select * from tree_contributions
{% endmacro %}
