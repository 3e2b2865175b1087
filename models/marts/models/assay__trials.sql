with

trials as (
    select
        use_case,
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
        finished_at
    from {{ ref('assay_training__trials') }}
)

select * from trials
