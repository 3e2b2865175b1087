with

histograms as (
    select * from {{ ref('assay_review__histograms') }}
),

edges as (
    select * from {{ ref('assay_review__edges') }}
),

summed as (
    select
        use_case,
        dataset,
        column_name,
        period,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(case when bin = 0 then row_count else 0 end) as bigint) as missing_count,
        cast(sum(case when bin = -1 then row_count else 0 end) as bigint) as not_finite_count,
        cast(sum(case when bin > 0 then row_count else 0 end) as bigint) as value_count,
        {{ assay.ordered_sum('value_sum', 'bin') }} as value_sum,
        {{ assay.ordered_sum('value_square_sum', 'bin') }} as value_square_sum,
        {{ assay.ordered_sum('value_cube_sum', 'bin') }} as value_cube_sum,
        {{ assay.ordered_sum('value_fourth_sum', 'bin') }} as value_fourth_sum,
        min(value_min) as value_min,
        max(value_max) as value_max,
        period_start
    from histograms
    group by use_case, dataset, column_name, period, period_start
),

averaged as (
    select
        summed.*,
        edges.data_type,
        edges.centre,
        edges.is_time,
        summed.value_sum / nullif(summed.value_count, 0) as first_moment,
        summed.value_square_sum / nullif(summed.value_count, 0) as second_moment,
        summed.value_cube_sum / nullif(summed.value_count, 0) as third_moment,
        summed.value_fourth_sum / nullif(summed.value_count, 0) as fourth_moment
    from summed
    inner join edges using (use_case, dataset, column_name)
    where edges.kind = 'numeric'
),

-- A constant column has no spread, whatever rounding says.
centred as (
    select
        *,
        case
            when value_min = value_max then cast(0 as double)
            else greatest(second_moment - first_moment * first_moment, cast(0 as double))
        end as variance,
        third_moment - 3 * first_moment * second_moment
        + 2 * power(first_moment, 3) as third_central,
        fourth_moment - 4 * first_moment * third_moment
        + 6 * power(first_moment, 2) * second_moment - 3 * power(first_moment, 4) as fourth_central
    from averaged
),

moments as (
    select
        use_case,
        dataset,
        column_name,
        period,
        data_type,
        row_count,
        missing_count,
        not_finite_count,
        value_count,
        centre + first_moment as mean,
        case
            when value_count > 1 then sqrt(variance * value_count / (value_count - 1))
        end as standard_deviation,
        case when variance > 0 then third_central / power(variance, cast(1.5 as double)) end
            as skewness,
        case when variance > 0 then fourth_central / power(variance, 2) - 3 end as excess_kurtosis,
        value_min,
        value_max,
        is_time,
        period_start
    from centred
)

select * from moments
