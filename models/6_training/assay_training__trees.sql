{%- set levels = range(1, assay.learner_parameters('boosted_trees').depth + 1) -%}
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
        {%- for level in levels %}
        {{ assay.array_value('features', level) }} as feature_{{ level }},
        {%- endfor %}
        {%- for level in levels %}
        cast({{ assay.array_value('borders', level) }} as float) as border_{{ level }},
        {%- endfor %}
        leaf_values
    from exploded
)

select * from trees
