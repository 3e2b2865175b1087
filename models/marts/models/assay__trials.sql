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
        model_version,
        learner,
        coalesce(outer_fold, 0) as outer_fold,
        trial,
        parameters,
        metric,
        value,
        standard_error,
        state,
        is_chosen,
        seconds,
        seconds / 3600 * compute_hour_amount as run_cost_amount,
        finished_at
    from {{ ref('assay_training__trials') }} as trials
    left join rates on trials.use_case = rates.use_case
)

select * from trials
