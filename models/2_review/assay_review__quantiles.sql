with

histograms as (
    select * from {{ ref('assay_review__histograms') }}
),

rates as (
    {%- for rate in [0.05, 0.25, 0.5, 0.75, 0.95] %}
    select cast({{ rate }} as double) as quantile_rate {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked_bins as (
    select
        *,
        sum(row_count) over periods as value_count,
        sum(row_count) over bins_so_far - row_count as values_below,
        lead(value_min) over bins_in_order as next_value_min
    from histograms
    where bin > 0 and value_min is not null
    window
        periods as (partition by use_case, dataset, column_name, period, period_start),
        bins_in_order as (
            partition by use_case, dataset, column_name, period, period_start order by bin
        ),
        bins_so_far as (
            partition by use_case, dataset, column_name, period, period_start order by bin
            rows between unbounded preceding and current row
        )
),

targeted as (
    select
        ranked_bins.*,
        rates.quantile_rate,
        rates.quantile_rate * (ranked_bins.value_count - 1) - ranked_bins.values_below
            as steps_into_bin
    from ranked_bins
    cross join rates
),

located as (
    select *
    from targeted
    where floor(steps_into_bin) >= 0 and floor(steps_into_bin) < row_count
),

quantiles as (
    select
        use_case,
        dataset,
        column_name,
        period,
        quantile_rate,
        case
            when steps_into_bin > row_count - 1
                then value_max + (steps_into_bin - (row_count - 1)) * (next_value_min - value_max)
            when row_count = 1 then value_min
            else value_min + (value_max - value_min) * steps_into_bin / (row_count - 1)
        end as quantile,
        case
            when row_count <= 2 or steps_into_bin >= row_count - 1 then cast(0 as double)
            else value_max - value_min
        end as quantile_error,
        period_start
    from located
)

select * from quantiles
