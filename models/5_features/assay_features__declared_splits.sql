{%- set use_cases = assay.use_cases() -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

declared_splits as (
    select
        cast(null as string) as use_case,
        cast(null as string) as entity_id,
        cast(null as string) as declared_split,
        cast(null as timestamp) as decided_at
    where false
    {% for use_case, declaration in use_cases.items() if declaration.split.method == 'column' -%}
    union all
    select
        {{ dbt.string_literal(use_case) }},
        cast({{ adapter.quote(declaration.entity.key) }} as string),
        lower(cast({{ adapter.quote(declaration.split.column) }} as string)),
        cast({{ adapter.quote(declaration.entity.time) }} as timestamp)
    from {{ assay.relation_named(declaration.entity.relation) }}
    {% endfor %}
)

select * from declared_splits
