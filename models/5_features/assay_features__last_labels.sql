-- depends_on: {{ ref('assay_inputs__decisions') }}
with

last_labels as (
    select
        cast(null as string) as use_case,
        cast(null as string) as entity_id,
        cast(null as double) as last_label,
        cast(null as timestamp) as decided_at
    where false
    {%- for use_case, declaration in assay.use_cases().items() if declaration.features.last_label %}
    {%- set decisions -%}
    (
        select entity_id, label, decided_at, label_known_at
        from {{ ref('assay_inputs__decisions') }}
        where use_case = {{ dbt.string_literal(use_case) }}
    )
    {%- endset %}
    union all
    select
        {{ dbt.string_literal(use_case) }} as use_case,
        entity_id,
        last_label,
        decided_at
    from {{ assay.last_known_labels(decisions, decisions) }} as known_labels
    {%- endfor %}
)

select * from last_labels
