{%- set miss_rate = 1 - var('assay_interval_level', 0.9) -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
),

candidates as (
    {{ assay._set_candidates(['cv']) }}
),

ranked as (
    select
        use_case,
        model_version,
        class,
        learner,
        probability,
        row_number() over (
            partition by use_case, model_version, class order by probability
        ) as place,
        count(*) over (partition by use_case, model_version, class) as n
    from candidates
    where is_label
),

-- Of n + 1 exchangeable rows of a class a new one lies below the bound with at most the declared
-- rate. Too few rows bound nothing. The product is rounded, because 100 x (1 - 0.9) is below 10.
conformal_bounds as (
    select
        use_case,
        model_version,
        class,
        learner,
        coalesce(
            max(case
                when place = floor(round((n + 1) * cast({{ miss_rate }} as double), 9))
                    then probability
            end),
            cast(0 as double)
        ) as least_probability,
        max(n) as n
    from ranked
    group by use_case, model_version, class, learner
)

select * from conformal_bounds
