with

use_cases as (
    select
        use_case,
        capacity_per_day,
        units_per_month * 12 / cast(365.25 as double) as units_per_day
    from {{ ref('assay_inputs__use_cases') }}
    where capacity_per_day is not null and units_per_month is not null
),

predictions as (
    select
        *,
        floor({{ assay.epoch_days('decided_at') }}) as day
    from {{ ref('assay_evaluation__predictions') }}
    where
        split in ('valid', 'test')
        and decision is not null
        and probability is not null
        and predicted_class is null
),

windows as (
    select
        use_case,
        model_version,
        split,
        min(day) as first_day,
        count(*) / (max(day) - min(day) + 1) as rows_per_day
    from predictions
    group by use_case, model_version, split
),

-- The rows of a split are a sample of the business: they get that share of its capacity.
ranked as (
    select
        predictions.*,
        predictions.day - windows.first_day + 1 as day_number,
        use_cases.capacity_per_day * windows.rows_per_day / use_cases.units_per_day
            as daily_actions,
        row_number() over (
            partition by
                predictions.use_case, predictions.model_version, predictions.split, predictions.day
            order by
                predictions.decision desc,
                predictions.expected_value desc nulls last,
                predictions.probability desc,
                predictions.entity_id asc,
                predictions.decided_at asc
        ) as day_rank
    from predictions
    inner join use_cases on predictions.use_case = use_cases.use_case
    inner join windows
        on
            predictions.use_case = windows.use_case
            and predictions.model_version = windows.model_version
            and predictions.split = windows.split
),

-- A capacity of 2.5 a day is 2 and 3 in turn.
capacity_actions as (
    select
        use_case,
        model_version,
        entity_id,
        split,
        day_rank,
        decision
        and day_rank <= floor(daily_actions * day_number) - floor(daily_actions * (day_number - 1))
            as acts,
        decided_at
    from ranked
)

select * from capacity_actions
