with

models as (
    select * from {{ ref('assay_training__models') }}
    where form = 'oblivious_trees' and task <> 'multiclass' and is_current
),

exploded as (
    select
        use_case,
        model_version,
        learner,
        fold,
        output,
        {{ assay.exploded_arrays(
            {'features': 'tree_features', 'borders': 'tree_borders', 'leaf_values': 'tree_leaf_values'}, 'tree'
        ) }}
    from models
),

trees as (
    select
        use_case,
        model_version,
        learner,
        fold,
        output,
        cast(tree as integer) as tree,
        features,
        cast(borders as {{ assay.array_type('float') }}) as borders,
        leaf_values
    from exploded
)

select * from trees
