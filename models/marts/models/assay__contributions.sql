with

column_contributions as (
    select
        use_case,
        model_version,
        output,
        entity_id,
        source_column,
        split,
        shown_value,
        importance_rank,
        contribution,
        decided_at
    from {{ ref('assay_evaluation__column_contributions') }}
)

select * from column_contributions
