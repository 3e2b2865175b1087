with

months as (
    select
        *,
        {{ assay.month_number('period_start') }} as month_number
    from {{ ref('assay_baseline__metrics') }}
),

centres as (
    select
        use_case,
        metric,
        segment,
        segment_value,
        count(*) as month_count,
        cast(sum(n) as double) as weight_sum,
        cast(sum(n * month_number) as double) / sum(n) as mean_month,
        {{ assay.ordered_sum('n * value', 'period_start') }} / sum(n) as mean_value,
        max(month_number) as last_month_number,
        max(period_start) as last_period_start
    from months
    group by use_case, metric, segment, segment_value
),

sums as (
    select
        months.use_case,
        months.metric,
        months.segment,
        months.segment_value,
        {{ assay.ordered_sum(
            'months.n * power(months.month_number - centres.mean_month, 2)', 'months.period_start'
        ) }} as month_square_sum,
        {{ assay.ordered_sum(
            'months.n * (months.month_number - centres.mean_month) * (months.value - centres.mean_value)',
            'months.period_start'
        ) }} as product_sum
    from months
    inner join centres using (use_case, metric, segment, segment_value)
    group by months.use_case, months.metric, months.segment, months.segment_value
),

lines as (
    select
        centres.*,
        sums.month_square_sum,
        sums.product_sum / sums.month_square_sum as slope
    from centres
    inner join sums using (use_case, metric, segment, segment_value)
    where centres.month_count >= 3
),

residuals as (
    select
        months.use_case,
        months.metric,
        months.segment,
        months.segment_value,
        {{ assay.ordered_sum(
            'months.n * power(months.value - lines.mean_value'
            ~ ' - lines.slope * (months.month_number - lines.mean_month), 2)',
            'months.period_start'
        ) }} as residual_square_sum
    from months
    inner join lines using (use_case, metric, segment, segment_value)
    group by months.use_case, months.metric, months.segment, months.segment_value
),

trends as (
    select
        lines.use_case,
        lines.metric,
        lines.segment,
        lines.segment_value,
        cast(lines.month_count as bigint) as month_count,
        lines.slope as slope_per_month,
        sqrt(residuals.residual_square_sum / (lines.month_count - 2) / lines.month_square_sum)
            as slope_standard_error,
        lines.mean_value + lines.slope * (lines.last_month_number - lines.mean_month) as last_value,
        residuals.residual_square_sum / (lines.month_count - 2) as residual_variance,
        lines.weight_sum,
        lines.month_square_sum,
        lines.last_month_number - lines.mean_month as last_month_distance,
        lines.last_period_start
    from lines
    inner join residuals using (use_case, metric, segment, segment_value)
)

select * from trends
