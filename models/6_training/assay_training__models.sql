with

fits as (
    select * from {{ ref('assay_training__fits') }}
),

plans as (
    select * from {{ ref('assay_training__plans') }}
),

models as (
    select
        fits.use_case,
        fits.model_version,
        fits.learner,
        fits.task,
        fits.form,
        fits.link,
        fits.output,
        fits.feature_space_version,
        fits.fingerprint,
        fits.parameters,
        fits.fold,
        fits.seed,
        fits.feature_count,
        fits.training_rows,
        fits.peak_memory_bytes,
        fits.training_seconds,
        fits.intercept,
        fits.explained_variance,
        fits.tree_scale,
        fits.tree_bias,
        fits.feature_names,
        fits.coefficients,
        fits.feature_means,
        fits.feature_scales,
        fits.square_coefficients,
        fits.tree_features,
        fits.tree_borders,
        fits.tree_leaf_values,
        fits.tree_leaf_weights,
        fits.tree_means,
        fits.tree_contributions,
        fits.node_comparison,
        fits.node_features,
        fits.node_borders,
        fits.node_yes,
        fits.node_no,
        fits.node_missing_yes,
        fits.node_values,
        fits.calibration_scores,
        fits.calibration_probabilities,
        plans.model_version is not null as is_current,
        fits.trained_at
    from fits
    left join plans
        on
            fits.use_case = plans.use_case
            and fits.model_version = plans.model_version
            and plans.status = 'fit'
)

select * from models
