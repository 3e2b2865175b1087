with

benchmarks as (
    select * from {{ ref('assay_inputs__benchmarks') }}
),

metrics as (
    select * from {{ ref('assay_inputs__metrics') }}
),

effects as (
    select * from {{ ref('assay_value__effects') }}
),

model_metrics as (
    select
        metrics.use_case,
        metrics.metric,
        metrics.value
    from {{ ref('assay_evaluation__metrics') }} as metrics
    inner join effects
        on
            metrics.use_case = effects.use_case
            and metrics.model_version = effects.model_version
    where metrics.split = 'test' and metrics.label_class is null
),

business_metrics as (
    select
        use_case,
        metric,
        value
    from {{ ref('assay_baseline__estimates') }}
    where period = 'all' and segment = 'all'
),

own as (
    select * from business_metrics
    union all
    select
        use_case,
        'acted_rate' as metric,
        action_rate as value
    from effects
    union all
    select * from model_metrics
    where
        metric <> 'acted_rate'
        and not exists (
            select 1
            from business_metrics
            where
                business_metrics.use_case = model_metrics.use_case
                and business_metrics.metric = model_metrics.metric
        )
),

compared as (
    select
        benchmarks.use_case,
        benchmarks.metric,
        benchmarks.peer,
        benchmarks.unit,
        benchmarks.source,
        coalesce(benchmarks.direction, metrics.direction) as direction,
        own.value,
        -- A number that nobody can look up is hearsay.
        benchmarks.source is not null and benchmarks.observed_on is not null as is_verified,
        case
            when benchmarks.source is not null and benchmarks.observed_on is not null
                then benchmarks.peer_value
        end as peer_value,
        benchmarks.observed_on
    from benchmarks
    left join metrics
        on
            benchmarks.use_case = metrics.use_case
            and benchmarks.metric = metrics.metric
    left join own
        on
            benchmarks.use_case = own.use_case
            and benchmarks.metric = own.metric
),

benchmark_values as (
    select
        use_case,
        metric,
        peer,
        unit,
        source,
        case
            when not is_verified then 'not_verified'
            when peer_value is null then 'not_declared'
            when value is null then 'insufficient_data'
            else 'ok'
        end as evidence_status,
        case
            when not is_verified then 'a figure of a peer needs a source and a date'
            when peer_value is null then 'peer_value is not declared'
            when value is null then 'the own value of this metric is not measured'
        end as reason,
        value,
        peer_value,
        case direction
            when 'up' then value > peer_value
            when 'down' then value < peer_value
        end as is_better,
        observed_on
    from compared
)

select * from benchmark_values
