with

results as (
    select * from {{ ref('assay_quality__results') }}
    where status <> 'no_data'
),

dimensions as (
    select distinct dimension from results
    union all
    select 'all' as dimension
),

dated as (
    select
        results.use_case,
        results.dataset,
        dimensions.dimension,
        results.status,
        cast(date_trunc('month', results.checked_date) as date) as month_start
    from results
    inner join dimensions
        on results.dimension = dimensions.dimension or dimensions.dimension = 'all'
),

counted as (
    select
        use_case,
        dataset,
        dimension,
        count(*) as check_count,
        cast(sum(case when status = 'pass' then 1 else 0 end) as bigint) as pass_count,
        cast(sum(case when status = 'warn' then 1 else 0 end) as bigint) as warn_count,
        cast(sum(case when status = 'fail' then 1 else 0 end) as bigint) as fail_count,
        month_start
    from dated
    group by use_case, dataset, dimension, month_start
),

scores as (
    select
        use_case,
        dataset,
        dimension,
        check_count,
        pass_count,
        warn_count,
        fail_count,
        cast(pass_count as double) / check_count as pass_rate,
        month_start
    from counted
)

select * from scores
