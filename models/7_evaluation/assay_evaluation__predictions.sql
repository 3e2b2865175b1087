{%- set miss_rate = 1 - var('assay_interval_level', 0.9) -%}
with

probabilities as (
    select
        *,
        case link when 'identity' then raw_score when 'log' then exp(raw_score) end
            as predicted_value
    from {{ ref('assay_evaluation__probabilities') }}
),

splits as (
    select * from {{ ref('assay_features__splits') }}
),

thresholds as (
    select * from {{ ref('assay_evaluation__thresholds') }}
),

outcome_means as (
    select * from {{ ref('assay_evaluation__outcome_means') }}
),

residuals as (
    select
        use_case,
        model_version,
        label - predicted_value as residual,
        row_number() over (
            partition by use_case, model_version
            order by label - predicted_value
        ) as place,
        count(*) over (partition by use_case, model_version) as n
    from probabilities
    where split = 'cv' and predicted_value is not null
),

-- Split conformal on out-of-fold residuals: of n + 1 exchangeable residuals a new one falls outside
-- these two with at most the declared rate. Too few residuals bound nothing. The product is
-- rounded, because 200 x (1 - 0.9) / 2 is below 10. An exponential is never below 0, and neither
-- are its labels.
residual_bounds as (
    select
        use_case,
        model_version,
        max(case
            when place = floor(round((n + 1) * cast({{ miss_rate / 2 }} as double), 9))
                then residual
        end) as residual_low,
        max(case
            when place = n + 1 - floor(round((n + 1) * cast({{ miss_rate / 2 }} as double), 9))
                then residual
        end) as residual_high
    from residuals
    group by use_case, model_version
),

nearest_clusters as (
    select
        *,
        row_number() over (
            partition by use_case, model_version, split, entity_id, decided_at
            order by raw_score, cast(output as integer)
        ) as nearness
    from probabilities
    where link = 'distance'
),

predictions as (
    select
        probabilities.use_case,
        probabilities.model_version,
        probabilities.output,
        probabilities.entity_id,
        probabilities.split,
        probabilities.learner,
        splits.cluster_id,
        probabilities.label_class,
        probabilities.predicted_class,
        case when probabilities.split = 'cv' then splits.fold end as fold,
        probabilities.raw_score,
        probabilities.probability,
        probabilities.predicted_value,
        {%- for bound in ['low', 'high'] %}
        case
            when
                probabilities.link = 'log'
                and probabilities.predicted_value + residual_bounds.residual_{{ bound }} < 0
                then 0
            else probabilities.predicted_value + residual_bounds.residual_{{ bound }}
        end as predicted_{{ bound }},
        {%- endfor %}
        case
            when probabilities.link in {{ assay.anomaly_links() }} then null
            else
                probabilities.probability * outcome_means.mean_value_tp_minus_fn
                + (1 - probabilities.probability) * outcome_means.mean_value_fp_minus_tn
        end as expected_value,
        probabilities.label,
        case
            when probabilities.link = 'distance' then nearest_clusters.output is not null
            when probabilities.predicted_class is not null
                then probabilities.output = probabilities.predicted_class
            else probabilities.probability >= thresholds.threshold
        end as decision,
        probabilities.decided_at
    from probabilities
    inner join splits
        on
            probabilities.use_case = splits.use_case
            and probabilities.entity_id = splits.entity_id
            and probabilities.decided_at = splits.decided_at
    left join thresholds
        on
            probabilities.use_case = thresholds.use_case
            and probabilities.model_version = thresholds.model_version
    left join nearest_clusters
        on
            probabilities.use_case = nearest_clusters.use_case
            and probabilities.model_version = nearest_clusters.model_version
            and probabilities.output = nearest_clusters.output
            and probabilities.split = nearest_clusters.split
            and probabilities.entity_id = nearest_clusters.entity_id
            and probabilities.decided_at = nearest_clusters.decided_at
            and nearest_clusters.nearness = 1
    left join outcome_means on probabilities.use_case = outcome_means.use_case
    left join residual_bounds
        on
            probabilities.use_case = residual_bounds.use_case
            and probabilities.model_version = residual_bounds.model_version
)

select * from predictions
