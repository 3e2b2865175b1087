with

points as (
    select * from {{ ref('assay_evaluation__effect_points') }}
),

scores as (
    select * from {{ ref('assay_evaluation__exchange_scores') }}
    where purpose = 'effect'
),

exchanges as (
    select * from {{ ref('assay_evaluation__exchanges') }}
    where purpose = 'effect'
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

-- One curve per decision: what the model says of it at each point.
curves as (
    select
        scores.use_case,
        scores.model_version,
        scores.first_column as source_column,
        scores.receiver,
        points.point,
        points.shown_value,
        points.value,
        points.feature,
        scores.raw_score,
        scores.prediction,
        {{ assay.array_value('examples.features', 'exchanges.first_position') }} as own_feature
    from scores
    inner join points
        on
            scores.use_case = points.use_case
            and scores.first_column = points.source_column
            and scores.donor = points.donor
    inner join exchanges
        on
            scores.use_case = exchanges.use_case
            and scores.first_column = exchanges.first_column
            and scores.receiver = exchanges.receiver
            and scores.donor = exchanges.donor
    inner join examples on scores.receiver = examples.example_number
),

followed as (
    select
        *,
        raw_score - lag(raw_score) over curve as rise,
        lag(feature) over curve as feature_before
    from curves
    window curve as (partition by use_case, source_column, receiver order by point)
),

-- The first step holds the decisions at its lower end too.
placed as (
    select
        *,
        own_feature <= feature
        and (own_feature > feature_before or (own_feature = feature_before and point = 2))
            as is_own_step
    from followed
),

-- Where no sampled decision lies between two points, all of them say what the step adds.
steps as (
    select
        use_case,
        model_version,
        source_column,
        point,
        max(shown_value) as shown_value,
        max(value) as value,
        max(feature) as feature,
        {{ assay.exact_sum('raw_score') }} / count(*) as mean_raw_score,
        {{ assay.exact_sum('prediction') }} / count(*) as mean_prediction,
        coalesce(
            {{ assay.exact_sum('case when is_own_step then rise end') }}
            / nullif(count(case when is_own_step then rise end), 0),
            {{ assay.exact_sum('rise') }} / nullif(count(rise), 0),
            0
        ) as rise,
        count(case when is_own_step then rise end) as step_rows,
        count(*) as n
    from placed
    group by use_case, model_version, source_column, point
),

accumulated as (
    select
        *,
        sum(cast(rise as decimal(38, 12))) over (
            partition by use_case, source_column order by point
        ) as height
    from steps
),

centred as (
    select
        use_case,
        source_column,
        {{ assay.exact_sum('step_rows * (height - rise / 2)') }} / nullif(sum(step_rows), 0)
            as mean_height
    from accumulated
    group by use_case, source_column
),

feature_effects as (
    select
        accumulated.use_case,
        accumulated.model_version,
        accumulated.source_column,
        accumulated.point,
        accumulated.shown_value,
        accumulated.value,
        accumulated.mean_raw_score,
        accumulated.mean_prediction,
        case
            when accumulated.feature is not null
                then cast(accumulated.height as double) - centred.mean_height
        end as accumulated_effect,
        accumulated.step_rows,
        accumulated.n
    from accumulated
    inner join centred
        on
            accumulated.use_case = centred.use_case
            and accumulated.source_column = centred.source_column
)

select * from feature_effects
