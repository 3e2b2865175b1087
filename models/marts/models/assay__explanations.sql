with

column_contributions as (
    select * from {{ ref('assay_evaluation__column_contributions') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
),

reasons as (
    select
        use_case,
        model_version,
        entity_id,
        split,
        learner,
        min(raw_score) as raw_score,
        min(expected_raw_score) as expected_raw_score,
        max(case when importance_rank = 1 then source_column end) as first_column,
        {{ assay.ordered_text(
            "case when importance_rank <= 3 and abs(contribution) >= 0.005 then concat("
            ~ "source_column, coalesce(concat(' (', shown_value, ')'), ''), "
            ~ "case when contribution > 0 then ' raises it by ' else ' lowers it by ' end, "
            ~ "cast(cast(abs(contribution) as decimal(18, 2)) as string)) end",
            'importance_rank', ', '
        ) }} as reason,
        decided_at
    from column_contributions
    group by use_case, model_version, entity_id, split, learner, decided_at
),

explanations as (
    select
        reasons.use_case,
        reasons.model_version,
        reasons.entity_id,
        reasons.split,
        reasons.learner,
        reasons.first_column,
        concat(
            'Probability ',
            cast(cast(predictions.probability as decimal(18, 2)) as string),
            ': the log-odds are ',
            cast(cast(reasons.raw_score as decimal(18, 2)) as string),
            ' against ',
            cast(cast(reasons.expected_raw_score as decimal(18, 2)) as string),
            ' on average',
            coalesce(concat(', because ', reasons.reason), ''),
            '.'
        ) as sentence,
        predictions.probability,
        reasons.raw_score,
        reasons.expected_raw_score,
        predictions.decision,
        reasons.decided_at
    from reasons
    inner join predictions
        on
            reasons.use_case = predictions.use_case
            and reasons.model_version = predictions.model_version
            and reasons.entity_id = predictions.entity_id
            and reasons.decided_at = predictions.decided_at
            and reasons.split = predictions.split
)

select * from explanations
