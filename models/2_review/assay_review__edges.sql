{%- set use_cases = assay.use_cases() -%}
{%- set new_columns = assay._columns_without_edges(use_cases) -%}
-- depends_on: {{ ref('assay_review__days') }}
with

typed_columns as (
    {{ assay._select_rows({
        'use_case': 'string',
        'dataset': 'string',
        'column_name': 'string',
        'data_type': 'string',
        'kind': 'string',
        'is_time': 'boolean',
    }, new_columns['rows']) }}
),

values_at_first_sight as (
    {{ assay._select_values_at_first_sight(use_cases, new_columns['use_cases']) }}
),

quantiled as (
    select
        use_case,
        dataset,
        column_name,
        {{ assay.quantiles(
            'case when ' ~ assay.is_usable('number') ~ ' then number end', assay._quantile_rates()
        ) }} as value_quantiles,
        count(*) as sample_rows,
        sum(case when {{ assay.is_usable('number') }} or text is not null then 1 else 0 end)
            as value_count,
        min(case when {{ assay.is_usable('number') }} then number end) as value_low,
        max(case when {{ assay.is_usable('number') }} then number end) as value_high
    from values_at_first_sight
    group by use_case, dataset, column_name
),

located as (
    select
        *,
        {{ assay.array_value('value_quantiles', 5) }} as lower_quartile,
        {{ assay.array_value('value_quantiles', 10) }} as centre,
        {{ assay.array_value('value_quantiles', 15) }} as upper_quartile
    from quantiled
),

fenced as (
    select
        *,
        case
            when upper_quartile > lower_quartile then 3 * (upper_quartile - lower_quartile)
            when value_high > value_low then value_high - value_low
            when abs(centre) > 1 then abs(centre) / 1048576
            when centre is not null then cast(1 as double) / 1048576
        end as fence_width
    from located
),

scaled as (
    select
        *,
        lower_quartile - fence_width as fence_low,
        upper_quartile + fence_width as fence_high,
        {{ assay.power_of_two('fence_width / 3') }} as scale
    from fenced
),

positions as (
    {{ assay._select_positions(20) }}
),

candidate_edges as (
    select
        scaled.use_case,
        scaled.dataset,
        scaled.column_name,
        case positions.position
            when 0 then scaled.fence_low
            when 20 then scaled.fence_high
            else {{ assay.array_value('scaled.value_quantiles', 'positions.position') }}
        end as edge
    from scaled
    cross join positions
),

distinct_edges as (
    select distinct use_case, dataset, column_name, edge
    from candidate_edges
    where edge is not null
),

column_edges as (
    select
        use_case,
        dataset,
        column_name,
        {{ assay.array_ordered('edge', 'edge') }} as edges
    from distinct_edges
    group by use_case, dataset, column_name
),

ranked_categories as (
    select
        use_case,
        dataset,
        column_name,
        text,
        row_number() over (
            partition by use_case, dataset, column_name order by count(*) desc, text
        ) as category_rank
    from values_at_first_sight
    where text is not null
    group by use_case, dataset, column_name, text
    having count(*) > 1
),

column_categories as (
    select
        use_case,
        dataset,
        column_name,
        {{ assay.array_ordered('text', 'category_rank') }} as categories
    from ranked_categories
    where category_rank <= 20
    group by use_case, dataset, column_name
),

edges as (
    select
        typed_columns.use_case,
        typed_columns.dataset,
        typed_columns.column_name,
        typed_columns.data_type,
        typed_columns.kind,
        scaled.centre,
        scaled.scale,
        scaled.fence_low,
        scaled.fence_high,
        column_edges.edges,
        column_categories.categories,
        cast(coalesce(scaled.sample_rows, 0) as bigint) as sample_rows,
        cast(coalesce(scaled.value_count, 0) as bigint) as value_count,
        typed_columns.is_time
    from typed_columns
    left join scaled using (use_case, dataset, column_name)
    left join column_edges using (use_case, dataset, column_name)
    left join column_categories using (use_case, dataset, column_name)
)

select * from edges
