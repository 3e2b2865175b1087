-- What would more capacity earn? Open decisions the champion would act on although the day is full, and their worth.
with

scores as (
    select * from {{ ref('assay__scores') }}
),

daily as (
    select
        use_case,
        cast(decided_at as date) as decided_date,
        count(*) filter (where is_selected) as selected_count,
        count(*) filter (where decision and not is_selected) as waiting_count,
        sum(case when is_selected then expected_value end) as selected_amount,
        sum(case when decision and not is_selected then expected_value end) as waiting_amount
    from scores
    group by use_case, cast(decided_at as date)
),

averages as (
    select
        use_case,
        count(*) as days,
        avg(selected_count) as selected_per_day,
        avg(waiting_count) as waiting_per_day,
        sum(selected_amount) / count(*) as selected_amount_per_day,
        sum(waiting_amount) / count(*) as waiting_amount_per_day
    from daily
    group by use_case
)

select * from averages
order by use_case
