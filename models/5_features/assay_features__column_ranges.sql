with

splits as (
    select * from {{ ref('assay_features__splits') }}
),

training_values as (
    {{ assay.select_training_values(['numeric', 'boolean', 'time', 'date']) }}
),

column_ranges as (
    select
        use_case,
        ordinal,
        count(*) as row_count,
        count(*) - count(value) as missing_count,
        min(value) as low,
        max(value) as high
    from training_values
    group by use_case, ordinal
)

select * from column_ranges
