with

histograms as (
    select * from {{ ref('assay_review__histograms') }}
),

edges as (
    select * from {{ ref('assay_review__edges') }}
),

published as (
    select
        histograms.use_case,
        histograms.dataset,
        histograms.column_name,
        histograms.period,
        histograms.bin,
        histograms.bin_label,
        edges.kind,
        histograms.row_count,
        cast(histograms.row_count as double) / sum(histograms.row_count) over (
            partition by
                histograms.use_case,
                histograms.dataset,
                histograms.column_name,
                histograms.period,
                histograms.period_start
        ) as row_rate,
        histograms.bin_low,
        histograms.bin_high,
        histograms.value_min,
        histograms.value_max,
        histograms.period_start
    from histograms
    inner join edges using (use_case, dataset, column_name)
)

select * from published
