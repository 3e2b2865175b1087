with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
),

bounds as (
    select * from {{ ref('assay_evaluation__conformal_bounds') }}
),

candidates as (
    {{ assay._set_candidates(['valid', 'test', 'live']) }}
),

prediction_sets as (
    select
        candidates.use_case,
        candidates.model_version,
        candidates.split,
        candidates.entity_id,
        candidates.class,
        candidates.learner,
        candidates.probability,
        candidates.is_label,
        candidates.probability >= bounds.least_probability as is_in_set,
        candidates.decided_at
    from candidates
    inner join bounds
        on
            candidates.use_case = bounds.use_case
            and candidates.model_version = bounds.model_version
            and candidates.class = bounds.class
    where candidates.probability is not null
)

select * from prediction_sets
