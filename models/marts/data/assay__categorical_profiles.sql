with

histograms as (
    select * from {{ ref('assay_review__histograms') }}
),

edges as (
    select * from {{ ref('assay_review__edges') }}
),

ranked as (
    select
        histograms.*,
        edges.data_type,
        coalesce({{ assay.array_length('edges.categories') }}, 0) as kept_categories,
        row_number() over (
            partition by
                histograms.use_case,
                histograms.dataset,
                histograms.column_name,
                histograms.period,
                histograms.period_start
            order by
                case
                    when histograms.bin between 1 and {{ assay.array_length('edges.categories') }}
                        then 0
                    else 1
                end,
                histograms.row_count desc,
                histograms.bin
        ) as frequency_rank
    from histograms
    inner join edges using (use_case, dataset, column_name)
    where edges.kind = 'categorical'
),

categorical_profiles as (
    select
        use_case,
        dataset,
        column_name,
        period,
        max(data_type) as data_type,
        max(case when frequency_rank = 1 and bin between 1 and kept_categories then bin_label end)
            as top_category,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(case when bin = 0 then row_count else 0 end) as bigint) as missing_count,
        cast(sum(case when bin between 1 and kept_categories then 1 else 0 end) as bigint)
            as category_count,
        cast(sum(case when bin = 0 then row_count else 0 end) as double) / sum(row_count)
            as missing_rate,
        cast(
            max(case
                when frequency_rank = 1 and bin between 1 and kept_categories then row_count
            end)
            as double
        )
        / sum(row_count) as top_rate,
        cast(sum(case when bin > kept_categories then row_count else 0 end) as double)
        / sum(row_count) as other_rate,
        sum(case when bin > kept_categories then row_count else 0 end) > 0 as has_other,
        period_start
    from ranked
    group by use_case, dataset, column_name, period, period_start
)

select * from categorical_profiles
