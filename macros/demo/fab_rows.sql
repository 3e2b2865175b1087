{% macro fab_rows(rows, types) %}
{#- The generator's parameters as a table: `rows` is a list of {column: value}, `types` {column: type}. -#}
{%- for row in rows %}
select
    {%- for column, type in types.items() %}
    {%- set value = row[column] %}
    cast({{ 'null' if value is none else dbt.string_literal(value) if value is string else value }} as {{ type }})
        as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{{ 'union all' if not loop.last }}
{%- endfor %}
{% endmacro %}
