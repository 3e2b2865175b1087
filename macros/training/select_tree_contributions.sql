{% macro select_tree_contributions(models, keys, depth) %}
{#- One row per symmetric tree and feature it compares: `contributions`, the feature's SHAP value in each leaf, laid
    out for shap_oblivious_trees. `models` is a relation or query in brackets as assay_training__models, `keys` its
    columns that name a model, `depth` the levels of its trees. `bit` is where the leaf's index starts in the pack's
    word, `slot` numbers the trees of a pack that compare the feature. Levels that only repeat a feature or fill a
    tree up have no row. -#}
{%- set size = assay.trees_per_pack(depth) -%}
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

compared as (
    {% for level in range(1, depth + 1) -%}
    select
        {{ model }}tree,
        {{ assay.array_value('features', level) }} as feature,
        {{ assay.array_value('levels', level) }} as contributions
    from trees
    where
        {{ assay.array_value('borders', level) }} < cast('infinity' as double)
        {%- for earlier in range(1, level) %}
        and {{ assay.array_value('features', earlier) }} != {{ assay.array_value('features', level) }}
        {%- endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

placed as (
    select
        *,
        cast(floor((tree - 1) / {{ size }}) as integer) as pack,
        cast({{ depth }} * ((tree - 1) % {{ size }}) as integer) as bit
    from compared
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
