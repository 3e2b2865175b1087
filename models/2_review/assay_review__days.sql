{%- set use_cases = assay.use_cases() -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

days as (
    {% for use_case, declaration in use_cases.items() -%}
    {%- set time = adapter.quote(declaration.entity.time) -%}
    {%- set cluster = declaration.entity.cluster -%}
    {%- set columns = assay.profiled_columns(declaration) -%}
    {%- set expressions = columns['numbers'].values() | list + columns['texts'].values() | list -%}
    select
        {{ dbt.string_literal(use_case) }} as use_case,
        {{ dbt.string_literal(declaration.entity.relation) }} as dataset,
        {{ assay.rows_digest(expressions or ['1'], columns['types'] | tojson) }} as day_digest,
        cast(count(*) as bigint) as row_count,
        cast(
            {{ 'count(distinct ' ~ adapter.quote(cluster) ~ ')' if cluster else 'count(*)' }}
            as bigint
        )
            as cluster_count,
        cast({{ time }} as date) as profiled_date
    from {{ assay.relation_named(declaration.entity.relation) }}
    where {{ time }} is not null
    group by cast({{ time }} as date)
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as use_case,
        cast(null as string) as dataset,
        cast(null as string) as day_digest,
        cast(null as bigint) as row_count,
        cast(null as bigint) as cluster_count,
        cast(null as date) as profiled_date
    where false
    {% endfor %}
)

select * from days
