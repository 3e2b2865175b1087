with

columns as (
    select * from {{ ref('assay_evaluation__changeable_columns') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
    where threshold is not null
),

segments as (
    select * from {{ ref('assay_training__calibration_segments') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split in ('test', 'live')
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

-- The lowest raw score at which the champion acts.
limits as (
    select
        champions.use_case,
        champions.model_version,
        min(case
            when segments.corner_probability >= champions.threshold then segments.corner_score
            when
                segments.slope > 0
                and segments.corner_probability
                + segments.slope * (segments.score_high - segments.corner_score)
                >= champions.threshold
                then
                    segments.corner_score
                    + (champions.threshold - segments.corner_probability) / segments.slope
        end) as raw_limit
    from champions
    inner join segments
        on
            champions.use_case = segments.use_case
            and champions.model_version = segments.model_version
    where champions.use_case in (select columns.use_case from columns)
    group by champions.use_case, champions.model_version
),

placed as (
    select
        limits.use_case,
        limits.model_version,
        examples.example_number,
        predictions.entity_id,
        predictions.split,
        predictions.raw_score,
        predictions.probability,
        predictions.decision,
        limits.raw_limit + case when predictions.decision then -1 else 1 end
        * cast(1e-9 as double) * (1 + abs(limits.raw_limit)) as raw_goal,
        row_number() over (
            partition by limits.use_case
            order by
                predictions.split,
                {{ assay.hash_integer("concat_ws('|', predictions.entity_id, 'turnable')") }},
                examples.example_number
        ) as place,
        predictions.decided_at
    from limits
    inner join predictions
        on
            limits.use_case = predictions.use_case
            and limits.model_version = predictions.model_version
    inner join examples
        on
            predictions.use_case = examples.use_case
            and predictions.entity_id = examples.entity_id
            and predictions.decided_at = examples.decided_at
),

-- Open decisions first, because they can still be changed.
turnable_decisions as (
    select * from placed
    where place <= {{ var('assay_counterfactual_rows', 200) }}
)

select * from turnable_decisions
