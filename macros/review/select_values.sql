{% macro select_values(use_case, declaration, columns, condition) %}
{#- The values of a use case's entity relation in long form: use_case, dataset, column_name, profiled_date, number,
    text. `columns` as of profiled_columns, `condition` an SQL condition on the relation's rows, which are called
    `entities`. -#}
{%- set entity = declaration.entity -%}
{%- set rows -%}
(
    select *
    from {{ assay.relation_named(entity.relation) }} as entities
    where entities.{{ adapter.quote(entity.time) }} is not null and {{ condition }}
)
{%- endset -%}
{{ assay.long_form(
    rows,
    {
        'use_case': dbt.string_literal(use_case),
        'dataset': dbt.string_literal(entity.relation),
        'profiled_date': 'cast(' ~ adapter.quote(entity.time) ~ ' as date)',
    },
    columns['numbers'],
    columns['texts'],
) }}
{% endmacro %}
