{%- set use_cases = assay.use_cases() -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

column_roles as (
    select
        cast(null as string) as use_case,
        cast(null as string) as column_name,
        cast(null as string) as data_type,
        cast(null as string) as kind,
        cast(null as string) as reason,
        cast(null as integer) as ordinal,
        cast(null as boolean) as is_listed
    where false
    {%- for use_case, declaration in use_cases.items() -%}
    {%- set relation = assay.relation_named(declaration.entity.relation) -%}
    {%- for column in assay.feature_columns(declaration) -%}
    {%- if loop.first %}
    union all
    select declared_columns.*
    from (
        values
    {%- endif %}
        (
            {{ dbt.string_literal(use_case) }},
            {{ dbt.string_literal(dbt.escape_single_quotes(column.name)) }},
            {{ dbt.string_literal(dbt.escape_single_quotes(column.data_type)) }},
            '{{ column.kind }}',
            {{ dbt.string_literal(column.reason) if column.reason else 'cast(null as string)' }},
            {{ column.ordinal }},
            {{ column.is_listed | lower }}
        ){{ ',' if not loop.last }}
    {%- if loop.last %}
    ) as declared_columns (use_case, column_name, data_type, kind, reason, ordinal, is_listed)
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
)

select * from column_roles
