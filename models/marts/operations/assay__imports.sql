with

imports as (
    select
        use_case,
        model_version,
        learner,
        library,
        source_file,
        source_digest,
        compared_relation,
        rows_digest,
        compared_rows,
        equal_labels,
        largest_difference,
        trained_at as imported_at
    from {{ ref('assay_training__imports') }}
    qualify {{ assay.is_first_output() }}
)

select * from imports
