{{ config(enabled=(project_name == 'assay')) }}
-- What if no wafer had waited at the contact step? The champion predicts every open decision twice, as it is and with
-- the queue cut to at most an hour. The model has seen waits, not what shortening one does: a hint where to experiment.
with

open_decisions as (
    select * from {{ ref('fab_wafer_decisions') }}
    where sorted_at is null
),

without_waiting as (
    select
        {{ assay.star_without(['contact_queue_hours']) }},
        least(contact_queue_hours, 1) as contact_queue_hours
    from open_decisions
),

as_it_is as (
    select * from {{ assay.predict(assay.champion('wafer_yield'), 'open_decisions') }} as predicted
),

as_it_could_be as (
    select * from {{ assay.predict(assay.champion('wafer_yield'), 'without_waiting') }} as predicted
),

compared as (
    select
        as_it_is.product,
        count(*) as decisions,
        avg(as_it_is.contact_queue_hours) as mean_queue_hours,
        avg(as_it_is.predicted_label_probability) as mean_probability,
        avg(as_it_could_be.predicted_label_probability) as mean_probability_without_waiting
    from as_it_is
    inner join as_it_could_be on as_it_is.wafer_id = as_it_could_be.wafer_id
    group by as_it_is.product
)

select * from compared
order by mean_probability - mean_probability_without_waiting desc, product asc
