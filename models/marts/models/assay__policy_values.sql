with

policy_values as (
    select * from {{ ref('assay_evaluation__policy_values') }}
)

select * from policy_values
