with

profiles as (
    select * from {{ ref('assay_review__profiles') }}
),

days as (
    select * from {{ ref('assay_review__days') }}
),

first_days as (
    select
        use_case,
        dataset,
        min(profiled_date) as first_date
    from days
    group by use_case, dataset
),

periods as (
    select 'all' as period
    union all
    select 'month' as period
),

dated as (
    select
        profiles.*,
        periods.period,
        case periods.period
            when 'all' then first_days.first_date
            else cast(date_trunc('month', profiles.profiled_date) as date)
        end as period_start
    from profiles
    inner join first_days using (use_case, dataset)
    cross join periods
),

merged as (
    select
        use_case,
        dataset,
        column_name,
        period,
        bin,
        min(bin_label) as bin_label,
        cast(sum(row_count) as bigint) as row_count,
        min(bin_low) as bin_low,
        min(bin_high) as bin_high,
        {{ assay.ordered_sum('value_sum', 'profiled_date') }} as value_sum,
        {{ assay.ordered_sum('value_square_sum', 'profiled_date') }} as value_square_sum,
        {{ assay.ordered_sum('value_cube_sum', 'profiled_date') }} as value_cube_sum,
        {{ assay.ordered_sum('value_fourth_sum', 'profiled_date') }} as value_fourth_sum,
        min(value_min) as value_min,
        max(value_max) as value_max,
        period_start
    from dated
    group by use_case, dataset, column_name, period, bin, period_start
)

select * from merged
