with

profiles as (
    select
        *,
        min(profiled_date) over (partition by use_case, dataset, column_name, bin) as first_date
    from {{ ref('assay_review__profiles') }}
),

edges as (
    select * from {{ ref('assay_review__edges') }}
),

days as (
    select * from {{ ref('assay_review__days') }}
),

rules as (
    select * from {{ ref('assay_quality__rules') }}
    where check_type in ('missing', 'far_out', 'not_finite', 'new_category')
),

counted as (
    select
        profiles.use_case,
        profiles.dataset,
        profiles.column_name,
        profiles.profiled_date,
        sum(profiles.row_count) as row_count,
        sum(case when profiles.bin = 0 then profiles.row_count else 0 end) as missing,
        sum(case when profiles.bin = -1 then profiles.row_count else 0 end) as not_finite,
        sum(case
            when profiles.bin_high <= edges.fence_low or profiles.bin_low >= edges.fence_high
                then profiles.row_count
            else 0
        end) as far_out,
        sum(case
            when profiles.bin > {{ assay.array_length('edges.categories') }} then profiles.row_count
            when profiles.bin > 0 and profiles.first_date = profiles.profiled_date
                then profiles.row_count
            else 0
        end) as new_category
    from profiles
    inner join edges using (use_case, dataset, column_name)
    group by profiles.use_case, profiles.dataset, profiles.column_name, profiles.profiled_date
),

checked as (
    select
        rules.use_case,
        rules.rule,
        rules.check_type,
        cast(counted.row_count - case
            when rules.check_type in ('far_out', 'new_category')
                then counted.missing + counted.not_finite
            when rules.check_type = 'not_finite' then counted.missing
            else 0
        end as bigint) as rows_checked,
        cast(case rules.check_type
            when 'missing' then counted.missing
            when 'far_out' then counted.far_out
            when 'not_finite' then counted.not_finite
            when 'new_category' then counted.new_category
        end as bigint) as rows_failed,
        cast(days.cluster_count as double) / days.row_count as independent_rate,
        counted.profiled_date as checked_date
    from counted
    inner join rules using (use_case, dataset, column_name)
    inner join days using (use_case, dataset, profiled_date)
),

daily_rates as (
    select
        use_case,
        rule,
        check_type,
        cast(row_number() over (partition by use_case, rule order by checked_date) as integer)
            as day_number,
        rows_checked,
        rows_failed,
        cast(rows_failed as double) / rows_checked as failed_rate,
        rows_checked * independent_rate as independent_rows,
        checked_date
    from checked
    where rows_checked > 0
)

select * from daily_rates
