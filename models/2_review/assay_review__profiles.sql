{%- set use_cases = assay.use_cases() -%}
with

edges as (
    select * from {{ ref('assay_review__edges') }}
),

{% if is_incremental() -%}
profiled_days as (
    select distinct use_case, dataset, day_digest, profiled_date from {{ this }}
),

{% endif -%}
days_to_scan as (
    select days.*
    from {{ ref('assay_review__days') }} as days
    {%- if is_incremental() %}
    left join profiled_days
        on
            days.use_case = profiled_days.use_case
            and days.dataset = profiled_days.dataset
            and days.profiled_date = profiled_days.profiled_date
            and days.day_digest = profiled_days.day_digest
    where profiled_days.use_case is null
    {%- endif %}
),

long_values as (
    {{ assay._select_values_of_days(use_cases, 'days_to_scan') }}
),

placed as (
    select
        long_values.use_case,
        long_values.dataset,
        long_values.column_name,
        long_values.profiled_date,
        edges.scale,
        case when {{ assay.is_usable('long_values.number') }} then long_values.number end as number,
        {{ assay._bin_of_value(
            'edges.kind', 'long_values.number', 'long_values.text', 'edges.edges', 'edges.categories'
        ) }} as bin,
        case
            when {{ assay.is_usable('long_values.number') }}
                then (long_values.number - edges.centre) / edges.scale
        end as deviation
    from long_values
    inner join edges using (use_case, dataset, column_name)
),

-- Deviations of like size are added as integers; larger ones get a unit of their own.
sized as (
    select
        *,
        scale * power(cast(1024 as double), case
            when abs(deviation) >= 1024
                then floor(ln(abs(deviation)) / ln(cast(1024 as double)))
            else 0
        end) as unit
    from placed
),

reduced as (
    select
        *,
        deviation * scale / unit as multiple
    from sized
),

summed as (
    select
        use_case,
        dataset,
        column_name,
        profiled_date,
        bin,
        unit,
        count(*) as row_count,
        {{ assay.exact_sum('multiple') }} as deviation_sum,
        {{ assay.exact_sum('multiple * multiple') }} as square_sum,
        {{ assay.exact_sum('multiple * multiple * multiple') }} as cube_sum,
        {{ assay.exact_sum('multiple * multiple * multiple * multiple') }} as fourth_sum,
        min(number) as value_min,
        max(number) as value_max
    from reduced
    group by use_case, dataset, column_name, profiled_date, bin, unit
),

binned as (
    select
        use_case,
        dataset,
        column_name,
        profiled_date,
        bin,
        sum(row_count) as row_count,
        {{ assay.ordered_sum('deviation_sum * unit', 'unit') }} as value_sum,
        {{ assay.ordered_sum('square_sum * power(unit, 2)', 'unit') }} as value_square_sum,
        {{ assay.ordered_sum('cube_sum * power(unit, 3)', 'unit') }} as value_cube_sum,
        {{ assay.ordered_sum('fourth_sum * power(unit, 4)', 'unit') }} as value_fourth_sum,
        min(value_min) as value_min,
        max(value_max) as value_max
    from summed
    group by use_case, dataset, column_name, profiled_date, bin
),

described as (
    select
        binned.*,
        days_to_scan.day_digest,
        edges.categories,
        edges.kind,
        case when binned.bin > 0 then {{ assay.array_value('edges.edges', 'binned.bin - 1') }} end
            as bin_low,
        case when binned.bin > 0 then {{ assay.array_value('edges.edges', 'binned.bin') }} end
            as bin_high
    from binned
    inner join edges using (use_case, dataset, column_name)
    inner join days_to_scan using (use_case, dataset, profiled_date)
),

profiles as (
    select
        use_case,
        dataset,
        column_name,
        cast(bin as integer) as bin,
        case
            when bin = 0 then 'missing'
            when bin = -1 then 'not finite'
            when kind = 'categorical'
                then coalesce({{ assay.array_value('categories', 'bin') }}, 'other')
            else '(' || coalesce(cast(bin_low as string), '-inf')
                || ', ' || coalesce(cast(bin_high as string), 'inf') || ']'
        end as bin_label,
        day_digest,
        cast(row_count as bigint) as row_count,
        bin_low,
        bin_high,
        value_sum,
        value_square_sum,
        value_cube_sum,
        value_fourth_sum,
        value_min,
        value_max,
        profiled_date
    from described
)

select * from profiles
