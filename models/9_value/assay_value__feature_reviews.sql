{%- set leak_limit = 'cast(' ~ var('assay_leak_limit', 0.96) ~ ' as double)' -%}
{%- set copy_limit = 'cast(' ~ var('assay_copy_limit', 0.999) ~ ' as double)' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

features as (
    select * from {{ ref('assay_features__columns') }}
    where status = 'feature'
),

-- A column that gives the label away is a feature only where features.include names it.
judged as (
    select
        features.use_case,
        features.null_rate,
        case
            when
                abs(2 * features.auc - 1) > {{ leak_limit }}
                or abs(2 * features.missing_auc - 1) > {{ leak_limit }}
                or (use_cases.label_kind = 'class' and features.association > {{ leak_limit }})
                or (use_cases.label_kind = 'quantity' and features.association > {{ copy_limit }})
                then 1
        end as is_leak
    from features
    inner join use_cases on features.use_case = use_cases.use_case
),

feature_reviews as (
    select
        use_case,
        {{ assay.exact_sum('null_rate') }} / count(*) as missing_rate,
        count(is_leak) as leak_count
    from judged
    group by use_case
)

select * from feature_reviews
