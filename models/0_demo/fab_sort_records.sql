with

generated as (
    select * from {{ ref('fab_generator_records') }}
),

sent as (
    select
        *,
        1 as copy
    from generated
    union all
    select
        *,
        2 as copy
    from generated
    where is_duplicated
),

sort_records as (
    select
        record_id || '-' || cast(copy as string) as record_id,
        wafer_id,
        tester_id,
        gross_die,
        good_die,
        probe_temperature_c,
        tested_at,
        case when copy = 2 then {{ dbt.dateadd('hour', 1, 'received_at') }} else received_at end
            as received_at
    from sent
)

select * from sort_records
