with

clusters as (
    select * from {{ ref('assay_baseline__clusters') }}
),

means as (
    select
        use_case,
        metric,
        period,
        segment,
        segment_value,
        cast(sum(n) as bigint) as n,
        cast(sum(case when has_clusters then 1 else n end) as bigint) as cluster_count,
        {{ assay.exact_sum('deviation_sum') }} / sum(n) as mean_deviation,
        {{ assay.exact_sum('unit_amount_sum') }} / nullif(sum(amount_count), 0)
            as unit_amount,
        case when sum(ceiling_count) = sum(n) then {{ assay.exact_sum('ceiling_sum') }} / sum(n) end
            as ceiling,
        min(centre) as centre,
        min(scale) as scale,
        bool_and(is_share) as is_share,
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
            'case when not clusters.has_clusters'
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
        means.centre + means.scale * means.mean_deviation as value,
        means.cluster_count < means.n as is_clustered,
        case
            when means.cluster_count > 1
                then means.scale * sqrt(
                    cluster_squares.cluster_square_sum
                    * {{ assay._cluster_correction('means.cluster_count') }}
                ) / means.n
        end as standard_error
    from means
    inner join cluster_squares
        using (use_case, metric, period, segment, segment_value, period_start)
),

informed as (
    select
        *,
        case
            when not is_clustered then cast(n as double)
            when standard_error > 0
                then
                    least(
                        cast(n as double),
                        value * (1 - value) / (standard_error * standard_error)
                    )
            when standard_error = 0 then cast(cluster_count as double)
        end as effective_n,
        {{ assay.student_t_975('cast(cluster_count - 1 as double)') }} * standard_error
            as half_width
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
        ceiling,
        period_start
    from informed
)

select * from estimates
