{% macro feature_importance(model) %}
{#- One row per feature of a model of symmetric trees: feature, importance_weight (how many comparisons use it),
    importance_cover (mean weight of the training rows that they divide) and importance_gain (how much of the change of
    predictions its comparisons make, in percent of all: CatBoost's PredictionValuesChange). Classes share their trees,
    and the change is that of all their scores. A query in brackets; no rows for another form, whose global importance
    is assay.global_explain. `model` as for assay.predict. -#}
(
    with

    assay_trees as (
        select
            output,
            {{ assay.exploded_arrays({
                'features': 'tree_features', 'borders': 'tree_borders', 'leaf_values': 'tree_leaf_values',
                'leaf_weights': 'tree_leaf_weights',
            }, 'tree') }}
        from {{ assay._current_model(model) }} as stored
        where form = 'oblivious_trees'
    ),

    assay_levels as (
        select output, tree, {{ assay.exploded_arrays({'feature': 'features', 'border': 'borders'}, 'level') }}
        from assay_trees
    ),

    assay_leaves as (
        select output, tree, {{ assay.exploded_arrays({'leaf_value': 'leaf_values', 'leaf_weight': 'leaf_weights'}, 'leaf') }}
        from assay_trees
    ),

    -- Two leaves that one comparison tells apart: the second has its bit set.
    assay_pairs as (
        select
            levels.output,
            levels.tree,
            levels.level,
            levels.feature,
            below.leaf_weight + above.leaf_weight as cover,
            power(below.leaf_value - above.leaf_value, 2) * below.leaf_weight * above.leaf_weight
            / nullif(below.leaf_weight + above.leaf_weight, 0) as gain
        from assay_levels as levels
        inner join assay_leaves as below
            on
                levels.output = below.output
                and levels.tree = below.tree
                and floor((below.leaf - 1) / power(cast(2 as double), levels.level - 1)) % 2 = 0
        inner join assay_leaves as above
            on
                levels.output = above.output
                and levels.tree = above.tree
                and below.leaf + power(cast(2 as double), levels.level - 1) = above.leaf
        where levels.border < cast('infinity' as double)
    ),

    assay_comparisons as (
        select
            output,
            tree,
            level,
            feature,
            {{ assay.exact_sum('cover') }} as cover,
            {{ assay.exact_sum('gain') }} as gain
        from assay_pairs
        group by output, tree, level, feature
    ),

    assay_importances as (
        select
            feature,
            count(distinct concat_ws('|', tree, level)) as importance_weight,
            {{ assay.exact_sum('cover') }} / count(*) as importance_cover,
            {{ assay.exact_sum('gain') }} as gain
        from assay_comparisons
        group by feature
    ),

    assay_totals as (
        select {{ assay.exact_sum('gain') }} as gain
        from assay_importances
    )

    select
        features.feature_name as feature,
        coalesce(importance_weight, 0) as importance_weight,
        100 * coalesce(assay_importances.gain, 0) / nullif(assay_totals.gain, 0) as importance_gain,
        coalesce(importance_cover, 0) as importance_cover
    from {{ assay._model_features(model) }} as features
    left join assay_importances on features.position = assay_importances.feature
    inner join assay_totals on assay_totals.gain is not null
)
{% endmacro %}
