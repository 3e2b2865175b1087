{{ config(post_hook="{{ assay.create_predict_functions(this) }}") }}
with

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

models as (
    select * from {{ ref('assay_training__models') }}
    where is_current and fold = 0
),

served_models as (
    select
        models.use_case,
        models.model_version,
        models.learner,
        models.task,
        models.form,
        models.link,
        models.output,
        models.temperature,
        models.intercept,
        models.feature_means,
        models.feature_scales,
        models.coefficients,
        models.square_coefficients,
        models.tree_scale,
        models.tree_bias,
        {{ assay.tree_items(
            'models.tree_features', 'models.tree_borders', 'models.tree_leaf_values'
        ) }} as tree_items,
        models.node_comparison,
        {{ assay.branch_items() }} as branch_items,
        models.calibration_scores,
        models.calibration_probabilities,
        champions.threshold
    from models
    inner join champions
        on
            models.use_case = champions.use_case
            and models.model_version = champions.model_version
)

select * from served_models
