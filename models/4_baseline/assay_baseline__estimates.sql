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

scaled as (
    select
        observations.use_case,
        observations.metric,
        observations.segment,
        observations.segment_value,
        periods.period,
        case when ranges.has_clusters then observations.cluster_id end as cluster_id,
        observations.unit_amount,
        (observations.value - ranges.centre) / ranges.scale as deviation,
        case periods.period
            when 'all' then ranges.first_month
            else cast(date_trunc('month', observations.decided_at) as date)
        end as period_start
    from observations
    inner join ranges using (use_case, metric)
    cross join (select 'all' as period union all select 'month' as period) as periods
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
        {{ assay.exact_sum('deviation') }} as deviation_sum,
        {{ assay.exact_sum('deviation * deviation') }} as square_sum,
        {{ assay.exact_sum('unit_amount') }} as unit_amount_sum,
        period_start
    from scaled
    group by use_case, metric, period, segment, segment_value, cluster_id, period_start
),

means as (
    select
        use_case,
        metric,
        period,
        segment,
        segment_value,
        cast(sum(n) as bigint) as n,
        cast(sum(case when cluster_id is null then n else 1 end) as bigint) as cluster_count,
        {{ assay.exact_sum('deviation_sum') }} / sum(n) as mean_deviation,
        {{ assay.exact_sum('unit_amount_sum') }} / nullif(sum(amount_count), 0) as unit_amount,
        period_start
    from clusters
    group by use_case, metric, period, segment, segment_value, period_start
),

cluster_squares as (
    select
        clusters.use_case,
        clusters.metric,
        clusters.period,
        clusters.segment,
        clusters.segment_value,
        {{ assay.exact_sum(
            'case when clusters.cluster_id is null'
            ~ ' then clusters.square_sum - clusters.n * power(means.mean_deviation, 2)'
            ~ ' else power(clusters.deviation_sum - clusters.n * means.mean_deviation, 2) end'
        ) }} as cluster_square_sum,
        clusters.period_start
    from clusters
    inner join means using (use_case, metric, period, segment, segment_value, period_start)
    group by
        clusters.use_case,
        clusters.metric,
        clusters.period,
        clusters.segment,
        clusters.segment_value,
        clusters.period_start
),

estimated as (
    select
        means.*,
        ranges.is_share,
        ranges.centre + ranges.scale * means.mean_deviation as value,
        means.cluster_count < means.n as is_clustered,
        case
            when means.cluster_count > 1
                then ranges.scale * sqrt(
                    cast(means.cluster_count as double) / (means.cluster_count - 1) * cluster_squares.cluster_square_sum
                ) / means.n
        end as standard_error
    from means
    inner join cluster_squares using (use_case, metric, period, segment, segment_value, period_start)
    inner join ranges using (use_case, metric)
),

informed as (
    select
        *,
        case
            when not is_clustered then cast(n as double)
            when standard_error > 0
                then least(cast(n as double), value * (1 - value) / (standard_error * standard_error))
            when standard_error = 0 then cast(cluster_count as double)
        end as effective_n,
        {{ assay.student_t_975('cast(cluster_count - 1 as double)') }} * standard_error as half_width
    from estimated
),

estimates as (
    select
        use_case,
        metric,
        period,
        segment,
        segment_value,
        case
            when is_share and is_clustered then 'wilson_cluster'
            when is_share then 'wilson'
            when is_clustered then 'student_t_cluster'
            else 'student_t'
        end as interval_method,
        case when standard_error is null then 'insufficient_data' else 'ok' end as evidence_status,
        n,
        cluster_count,
        value,
        standard_error,
        case
            when is_share then {{ assay.wilson_bound('value', 'effective_n', 'low') }}
            else value - half_width
        end as ci_low,
        case
            when is_share then {{ assay.wilson_bound('value', 'effective_n', 'high') }}
            else value + half_width
        end as ci_high,
        unit_amount,
        period_start
    from informed
)

select * from estimates
