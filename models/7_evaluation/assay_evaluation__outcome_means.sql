with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

training_outcomes as (
    select
        *,
        value_if_acting - value_if_not_acting as gain
    from {{ ref('assay_evaluation__outcomes') }}
    where split = 'train'
),

averaged as (
    select
        use_case,
        {{ assay.exact_sum('case when label = 1 then gain end') }}
            / nullif(count(case when label = 1 then gain end), 0) as mean_value_tp_minus_fn,
        {{ assay.exact_sum('case when label = 0 then gain end') }}
            / nullif(count(case when label = 0 then gain end), 0) as mean_value_fp_minus_tn,
        count(case when label = 1 then gain end) as positive_rows,
        count(case when label = 0 then gain end) as negative_rows
    from training_outcomes
    group by use_case
),

outcome_means as (
    select
        use_cases.use_case,
        case
            when not use_cases.has_outcomes then 'not_declared'
            when averaged.positive_rows > 0 and averaged.negative_rows > 0 then 'ok'
            else 'insufficient_data'
        end as evidence_status,
        averaged.mean_value_tp_minus_fn,
        averaged.mean_value_fp_minus_tn,
        coalesce(averaged.positive_rows, 0) as positive_rows,
        coalesce(averaged.negative_rows, 0) as negative_rows
    from use_cases
    left join averaged on use_cases.use_case = averaged.use_case
)

select * from outcome_means
