{%- set columns = [
    'use_case', 'model_version', 'learner', 'task', 'form', 'link', 'output',
    'feature_space_version', 'fingerprint', 'parameters', 'fold', 'seed', 'feature_count',
    'training_rows', 'peak_memory_bytes', 'training_seconds', 'temperature', 'intercept',
    'explained_variance', 'tree_scale', 'tree_bias', 'feature_names', 'coefficients',
    'feature_means', 'feature_scales', 'square_coefficients', 'tree_features', 'tree_borders',
    'tree_leaf_values', 'tree_leaf_weights', 'tree_means', 'tree_contributions', 'node_comparison',
    'node_features', 'node_borders', 'node_yes', 'node_no', 'node_missing_yes', 'node_values',
    'node_weights', 'weight_standard_errors', 'weight_p_values', 'calibration_scores',
    'calibration_probabilities',
] -%}
with

fits as (
    select * from {{ ref('assay_training__fits') }}
),

plans as (
    select * from {{ ref('assay_training__plans') }}
    where status = 'fit'
),

imports as (
    select
        *,
        dense_rank() over (
            partition by use_case, learner order by trained_at desc, model_version asc
        ) as recency
    from {{ ref('assay_training__imports') }}
),

feature_spaces as (
    select distinct
        use_case,
        feature_space_version
    from {{ ref('assay_features__feature_space') }}
),

-- What was imported holds as long as the feature space stands and nothing newer has its name.
models as (
    select
        {%- for column in columns %}
        fits.{{ column }},
        {%- endfor %}
        fits.sampled_rows,
        fits.fitted_rows,
        fits.run_busy_seconds,
        plans.model_version is not null as is_current,
        fits.trained_at
    from fits
    left join plans
        on fits.use_case = plans.use_case and fits.model_version = plans.model_version
    union all
    select
        {%- for column in columns %}
        imports.{{ column }},
        {%- endfor %}
        cast(null as bigint) as sampled_rows,
        cast(null as bigint) as fitted_rows,
        cast(null as double) as run_busy_seconds,
        imports.recency = 1 and feature_spaces.use_case is not null as is_current,
        imports.trained_at
    from imports
    left join feature_spaces
        on
            imports.use_case = feature_spaces.use_case
            and imports.feature_space_version = feature_spaces.feature_space_version
)

select * from models
