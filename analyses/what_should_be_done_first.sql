-- What should be done first? The work list of the latest day that asks for action, in order, within the capacity.
with

scores as (
    select * from {{ ref('assay__scores') }}
),

latest as (
    select
        use_case,
        max(cast(decided_at as date)) as decided_date
    from scores
    where is_selected
    group by use_case
),

work_list as (
    select
        scores.use_case,
        scores.rank_in_day,
        scores.entity_id,
        scores.action,
        scores.probability,
        scores.expected_value
    from scores
    inner join latest
        on
            scores.use_case = latest.use_case
            and cast(scores.decided_at as date) = latest.decided_date
    where scores.is_selected
)

select * from work_list
order by use_case, rank_in_day
