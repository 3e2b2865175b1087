with

contributions as (
    select * from {{ ref('assay_evaluation__contributions') }}
),

column_contributions as (
    select * from {{ ref('assay_evaluation__column_contributions') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
),

reasons as (
    select
        use_case,
        output,
        entity_id,
        decided_at,
        max(case when importance_rank = 1 then source_column end) as first_column,
        nullif({{ assay._select_reasons('>') }}, '') as raised_by,
        nullif({{ assay._select_reasons('<') }}, '') as lowered_by
    from column_contributions
    group by use_case, output, entity_id, decided_at
),

-- Of several classes the one that is predicted is explained.
explained as (
    select
        contributions.use_case,
        contributions.model_version,
        contributions.entity_id,
        contributions.split,
        contributions.learner,
        contributions.link,
        contributions.problem,
        reasons.first_column,
        reasons.raised_by,
        reasons.lowered_by,
        predictions.predicted_class,
        predictions.probability,
        predictions.predicted_value,
        contributions.raw_score,
        contributions.expected_raw_score,
        predictions.decision,
        contributions.decided_at
    from contributions
    inner join predictions
        on
            contributions.use_case = predictions.use_case
            and contributions.model_version = predictions.model_version
            and contributions.output = predictions.output
            and contributions.entity_id = predictions.entity_id
            and contributions.decided_at = predictions.decided_at
            and contributions.split = predictions.split
    left join reasons
        on
            contributions.use_case = reasons.use_case
            and contributions.output = reasons.output
            and contributions.entity_id = reasons.entity_id
            and contributions.decided_at = reasons.decided_at
    where predictions.predicted_class is null or predictions.decision
),

explanations as (
    select
        use_case,
        model_version,
        entity_id,
        split,
        learner,
        first_column,
        case when first_column is null then 'no_contributions' else 'ok' end as evidence_status,
        case
            when first_column is null
                then
                    'What ' || learner || ' scores is not divided among columns: '
                    || coalesce(problem, 'nothing tells them apart') || '.'
        end as reason,
        case
            when first_column is not null
                then {{ assay._explanation_sentence() }}
        end as sentence,
        predicted_class,
        probability,
        predicted_value,
        raw_score,
        expected_raw_score,
        decision,
        decided_at
    from explained
)

select * from explanations
