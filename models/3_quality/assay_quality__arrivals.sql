with

days as (
    select * from {{ ref('assay_review__days') }}
),

numbered as (
    select
        use_case,
        dataset,
        profiled_date,
        row_count,
        cluster_count,
        {{ assay.day_number('profiled_date') }}
        - lag({{ assay.day_number('profiled_date') }}) over (
            partition by use_case, dataset order by profiled_date
        ) as gap_days,
        row_number() over (partition by use_case, dataset order by profiled_date) as day_number
    from days
),

paired as (
    {{ assay._select_recent_days(
        'numbered', ['use_case', 'dataset'], ['row_count', 'cluster_count', 'gap_days']
    ) }}
),

usual as (
    select
        use_case,
        dataset,
        day_number,
        {{ assay.median('row_count') }} as usual_rows,
        cast(sum(row_count) as double) / sum(cluster_count) as cluster_rows,
        {{ assay.array_value(assay.quantiles('gap_days', [0.9]), 1) }} as usual_gap_days
    from paired
    group by use_case, dataset, day_number
    having count(*) >= {{ var('assay_quality_minimum_days', 14) }}
),

spread as (
    {{ assay._select_absolute_deviations(['use_case', 'dataset'], 'row_count', 'usual_rows') }}
),

arrivals as (
    select
        numbered.use_case,
        numbered.dataset,
        numbered.row_count,
        cast(numbered.gap_days as integer) as gap_days,
        usual.usual_rows,
        usual.usual_gap_days,
        (numbered.row_count - usual.usual_rows) / sqrt(
            power(cast(1.482602218505602 as double) * spread.absolute_deviation, 2)
            + usual.usual_rows * usual.cluster_rows
        ) as volume_score,
        numbered.profiled_date
    from numbered
    left join usual using (use_case, dataset, day_number)
    left join spread using (use_case, dataset, day_number)
)

select * from arrivals
