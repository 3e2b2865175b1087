{%- set use_cases = assay.use_cases() -%}
with

splits as (
    select * from {{ ref('assay_features__splits') }}
),

training_values as (
    select
        cast(null as string) as use_case,
        cast(null as integer) as fold,
        cast(null as double) as label,
        cast(null as integer) as ordinal,
        cast(null as double) as value
    where false
    {%- for use_case, declaration in use_cases.items() %}
    {{- assay.select_training_values(
        use_case, declaration, ['numeric', 'boolean', 'time', 'date']
    ) }}
    {%- endfor %}
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
