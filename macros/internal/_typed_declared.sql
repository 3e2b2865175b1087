{% macro _typed_declared(name) %}
{#- Every row of the declared table `name` with the columns and types of `declared_columns()`. A column
    that the project's relation lacks is NULL; a table that is not mapped is empty. -#}
{%- set table = assay.declared_columns()[name] -%}
{%- set relation = assay.input_relation(name) -%}
{%- set present = table.columns.keys() | list -%}
{%- if execute and relation is not none -%}
    {%- set present = assay._column_names(relation) or present -%}
{%- endif -%}
with

declared as (
    {% if relation is not none -%}
    select * from {{ relation }}
    {%- else -%}
    select
        {%- for column, type in table.columns.items() %}
        cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
    {%- endif %}
),

typed as (
    select
        {%- for column, type in table.columns.items() %}
        cast({{ 'declared.' ~ column if column in present else 'null' }} as {{ type }}) as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from declared
)

select * from typed
{% endmacro %}
