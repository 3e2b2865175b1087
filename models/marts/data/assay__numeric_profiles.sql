with

moments as (
    select * from {{ ref('assay_review__moments') }}
),

quantiles as (
    select * from {{ ref('assay_review__quantiles') }}
),

spread_quantiles as (
    select
        use_case,
        dataset,
        column_name,
        period,
        max(case when quantile_rate = cast(0.05 as double) then quantile end) as quantile_05,
        max(case when quantile_rate = cast(0.25 as double) then quantile end) as quantile_25,
        max(case when quantile_rate = cast(0.5 as double) then quantile end) as median,
        max(case when quantile_rate = cast(0.75 as double) then quantile end) as quantile_75,
        max(case when quantile_rate = cast(0.95 as double) then quantile end) as quantile_95,
        max(quantile_error) as quantile_error,
        period_start
    from quantiles
    group by use_case, dataset, column_name, period, period_start
),

numeric_profiles as (
    select
        moments.use_case,
        moments.dataset,
        moments.column_name,
        moments.period,
        moments.data_type,
        moments.row_count,
        moments.value_count,
        moments.missing_count,
        moments.not_finite_count,
        cast(moments.missing_count as double) / moments.row_count as missing_rate,
        moments.mean,
        moments.standard_deviation,
        moments.skewness,
        moments.excess_kurtosis,
        moments.value_min,
        spread_quantiles.quantile_05,
        spread_quantiles.quantile_25,
        spread_quantiles.median,
        spread_quantiles.quantile_75,
        spread_quantiles.quantile_95,
        moments.value_max,
        spread_quantiles.quantile_error,
        moments.is_time,
        moments.period_start
    from moments
    left join spread_quantiles using (use_case, dataset, column_name, period, period_start)
)

select * from numeric_profiles
