with

use_cases as (
    select
        use_case,
        action,
        -- The rows at hand are a sample of the volume: they may use their share of the capacity.
        capacity_per_day * sample_fraction as capacity_per_day,
        task in {{ assay.deciding_tasks() }} as decides
    from {{ ref('assay_inputs__use_cases') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
),

live_predictions as (
    select
        predictions.use_case,
        predictions.entity_id,
        predictions.model_version,
        predictions.output,
        predictions.learner,
        predictions.predicted_class,
        predictions.raw_score,
        predictions.probability,
        predictions.predicted_value,
        predictions.expected_value,
        predictions.decision,
        predictions.decided_at,
        cast(predictions.decided_at as date) as decided_date,
        row_number() over (
            partition by predictions.use_case, predictions.entity_id, predictions.decided_at
            order by predictions.decision desc nulls last, predictions.output desc
        ) as output_rank
    from predictions
    inner join champions
        on
            predictions.use_case = champions.use_case
            and predictions.model_version = champions.model_version
    where
        predictions.split = 'live'
        and predictions.label is null
        and (predictions.predicted_class is null or predictions.decision)
),

-- Of several outputs the chosen one speaks for the row; of components, the error they leave.
ranked as (
    select
        *,
        row_number() over (
            partition by use_case, decided_date
            order by
                decision desc nulls last,
                expected_value desc nulls last,
                probability desc nulls last,
                entity_id asc,
                decided_at asc
        ) as rank_in_day
    from live_predictions
    where output_rank = 1
),

scores as (
    select
        ranked.use_case,
        ranked.entity_id,
        ranked.model_version,
        ranked.output,
        ranked.learner,
        use_cases.action,
        ranked.predicted_class,
        case when use_cases.decides then cast(ranked.rank_in_day as integer) end as rank_in_day,
        use_cases.capacity_per_day,
        ranked.raw_score,
        ranked.probability,
        ranked.predicted_value,
        ranked.expected_value,
        ranked.decision,
        case
            when use_cases.decides
                then
                    ranked.decision
                    and (
                        use_cases.capacity_per_day is null
                        or ranked.rank_in_day <= use_cases.capacity_per_day
                    )
        end as is_selected,
        ranked.decided_at
    from ranked
    inner join use_cases on ranked.use_case = use_cases.use_case
)

select * from scores
