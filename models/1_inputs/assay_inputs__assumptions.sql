{%- set declared = assay.input_relation('assumptions') -%}
with

declared as (
    {% if declared is not none %}
    select * from {{ declared }}
    {% else %}
    select
        cast(null as string) as use_case,
        cast(null as string) as name,
        cast(null as string) as distribution,
        cast(null as double) as low,
        cast(null as double) as mode,
        cast(null as double) as high,
        cast(null as string) as unit,
        cast(null as string) as source,
        cast(null as string) as owner,
        cast(null as date) as review_by
    where false
    {% endif %}
),

typed as (
    select
        cast(declared.use_case as string) as use_case,
        cast(declared.name as string) as name,
        cast(declared.distribution as string) as distribution,
        cast(declared.unit as string) as unit,
        cast(declared.source as string) as source,
        cast(declared.owner as string) as owner,
        cast(declared.low as double) as low,
        cast(declared.mode as double) as mode,
        cast(declared.high as double) as high,
        cast(declared.review_by as date) as review_by
    from declared
),

expected as (
    select
        *,
        case distribution
            when 'triangular' then (low + mode + high) / 3
            when 'uniform' then (low + high) / 2
            else mode
        end as expected_value
    from typed
)

select * from expected
