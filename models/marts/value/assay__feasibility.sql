with

feasibility_checks as (
    select * from {{ ref('assay_value__feasibility_checks') }}
),

published as (
    select
        use_case,
        check_name,
        unit,
        direction,
        evidence_status,
        status,
        reason,
        check_value,
        threshold
    from feasibility_checks
)

select * from published
