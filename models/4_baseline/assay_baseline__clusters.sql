with

observations as (
    select * from {{ ref('assay_baseline__observations') }}
),

ranges as (
    select
        use_case,
        metric,
        (min(value) + max(value)) / 2 as centre,
        coalesce({{ assay.power_of_two('max(value) - min(value)') }}, cast(1 as double)) as scale,
        min(case when value in (0, 1) then 1 else 0 end) = 1 as is_share,
        count(distinct cluster_id) < count(*) as has_clusters,
        cast(date_trunc('month', min(decided_at)) as date) as first_month
    from observations
    where segment = 'all'
    group by use_case, metric
),

periods as (
    select 'all' as period
    union all
    select 'month' as period
),

scaled as (
    select
        observations.use_case,
        observations.metric,
        observations.segment,
        observations.segment_value,
        periods.period,
        case when ranges.has_clusters then observations.cluster_id else 'all' end as cluster_id,
        observations.unit_amount,
        observations.ceiling,
        (observations.value - ranges.centre) / ranges.scale as deviation,
        ranges.centre,
        ranges.scale,
        ranges.is_share,
        ranges.has_clusters,
        case periods.period
            when 'all' then ranges.first_month
            else cast(date_trunc('month', observations.decided_at) as date)
        end as period_start
    from observations
    inner join ranges using (use_case, metric)
    cross join periods
),

-- Without clusters one row stands for all decisions of a group: each is a cluster of its own.
clusters as (
    select
        use_case,
        metric,
        period,
        segment,
        segment_value,
        cluster_id,
        count(*) as n,
        count(unit_amount) as amount_count,
        count(ceiling) as ceiling_count,
        {{ assay.exact_sum('deviation') }} as deviation_sum,
        {{ assay.exact_sum('deviation * deviation') }} as square_sum,
        {{ assay.exact_sum('unit_amount') }} as unit_amount_sum,
        {{ assay.exact_sum('ceiling') }} as ceiling_sum,
        min(centre) as centre,
        min(scale) as scale,
        bool_and(is_share) as is_share,
        bool_and(has_clusters) as has_clusters,
        period_start
    from scaled
    group by use_case, metric, period, segment, segment_value, cluster_id, period_start
)

select * from clusters
