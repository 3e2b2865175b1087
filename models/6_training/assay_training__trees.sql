with

models as (
    select * from {{ ref('assay_training__models') }}
    where form = 'oblivious_trees' and is_current
),

exploded as (
    select
        use_case,
        model_version,
        learner,
        fold,
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
        cast(tree as integer) as tree,
        {%- for level in range(1, 7) %}
        {{ assay.array_value('features', level) }} as feature_{{ level }},
        {%- endfor %}
        {%- for level in range(1, 7) %}
        cast({{ assay.array_value('borders', level) }} as float) as border_{{ level }},
        {%- endfor %}
        leaf_values
    from exploded
)

select * from trees
