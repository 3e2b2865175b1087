with

rates as (
    select
        use_case,
        expected_value as compute_hour_amount
    from {{ ref('assay_inputs__assumptions') }}
    where name = 'compute_hour_amount'
),

trials as (
    select
        trials.use_case,
        trials.model_version,
        trials.learner,
        coalesce(trials.outer_fold, 0) as outer_fold,
        trials.trial,
        trials.parameters,
        trials.metric,
        trials.value,
        trials.standard_error,
        trials.state,
        trials.is_chosen,
        trials.seconds,
        trials.seconds / 3600 * rates.compute_hour_amount as run_cost_amount,
        trials.finished_at
    from {{ ref('assay_training__trials') }} as trials
    left join rates on trials.use_case = rates.use_case
)

select * from trials
