{{ config(enabled=(project_name == 'assay')) }}
-- Which decisions that are still open deserve a look first, and why? The champion scores and explains them as they
-- stand in the team's own table now, without a build.
with

open_decisions as (
    select * from {{ ref('fab_wafer_decisions') }}
    where sorted_at is null
),

explained as (
    select * from {{ assay.explain_predict(assay.champion('wafer_yield'), 'open_decisions', 3) }} as explained_rows
),

ranked as (
    select
        wafer_id,
        lot_id,
        decided_at,
        predicted_label_probability as probability,
        prediction_value - baseline_prediction_value as above_average_log_odds,
        top_feature_attributions as reasons
    from explained
    order by predicted_label_probability desc, wafer_id asc
    limit 20
)

select * from ranked
order by probability desc, wafer_id asc
