with

latest_metrics as (
    select * from {{ ref('assay_value__latest_metrics') }}
),

model_metrics as (
    select * from {{ ref('assay_evaluation__metrics') }}
    where split = 'test' and label_class is null and value is not null
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

evaluations as (
    select
        model_metrics.use_case,
        model_metrics.metric,
        'evaluation' as origin,
        'confidence' as interval_kind,
        model_metrics.value,
        model_metrics.ci_low,
        model_metrics.ci_high,
        constant_metrics.value as baseline_value,
        cast(model_metrics.n as bigint) as n
    from model_metrics
    inner join champions
        on
            model_metrics.use_case = champions.use_case
            and model_metrics.model_version = champions.model_version
    left join model_metrics as constant_metrics
        on
            model_metrics.use_case = constant_metrics.use_case
            and model_metrics.metric = constant_metrics.metric
            and constant_metrics.learner = 'constant'
),

policies as (
    select
        use_case,
        'value_over_current_policy' as metric,
        'policy' as origin,
        'confidence' as interval_kind,
        effect_amount as value,
        effect_ci_low as ci_low,
        effect_ci_high as ci_high,
        cast(0 as double) as baseline_value,
        n
    from {{ ref('assay_value__effects') }}
    where effect_amount is not null
    union all
    select
        use_case,
        'share_of_ceiling' as metric,
        'policy' as origin,
        'confidence' as interval_kind,
        share_of_ceiling as value,
        share_ci_low as ci_low,
        share_ci_high as ci_high,
        cast(0 as double) as baseline_value,
        n
    from {{ ref('assay_value__ceilings') }}
    where share_of_ceiling is not null
),

case_bounds as (
    select * from {{ ref('assay_value__case_bounds') }}
),

realised as (
    select
        use_case,
        'realised_effect' as metric,
        'realisation' as origin,
        'confidence' as interval_kind,
        effect as value,
        ci_low,
        ci_high,
        cast(0 as double) as baseline_value,
        n
    from {{ ref('assay_value__realised_effects') }}
    where method <> 'before_after' and effect is not null
    qualify row_number() over (
        partition by use_case
        order by case method when 'adjusted' then 1 when 'randomised' then 2 else 3 end
    ) = 1
),

candidates as (
    select
        *,
        1 as precedence
    from latest_metrics
    union all
    select
        *,
        2 as precedence
    from evaluations
    union all
    select
        *,
        3 as precedence
    from policies
    union all
    select
        *,
        4 as precedence
    from case_bounds
    union all
    select
        *,
        5 as precedence
    from realised
),

-- A metric that a team declares under the name of a built-in one is the one that it means.
preferred as (
    select
        *,
        row_number() over (partition by use_case, metric order by precedence) as preference
    from candidates
),

measurements as (
    select
        use_case,
        metric,
        origin,
        interval_kind,
        case when origin = 'business_case' then 'computed' else 'measured' end as source,
        value,
        ci_low,
        ci_high,
        baseline_value,
        n
    from preferred
    where preference = 1
)

select * from measurements
