with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

known as (
    select
        *,
        1 + wafer_key % 4 as tester_number
    from wafers
    where sorted_day < {{ assay.fab_axis_days() }}
),

wafer_sort as (
    select
        wafer_id,
        lot_id,
        'T-0' || cast(tester_number as string) as tester_id,
        gross_die,
        good_die,
        sort_yield,
        {{ assay.fab_at('sorted_day') }} as sorted_at
    from known
)

select * from wafer_sort
