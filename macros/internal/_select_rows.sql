{% macro _select_rows(columns, rows) %}
{#- A table written out in SQL: `columns` is {name: type}, each of `rows` is {name: value}; a name that a row
    lacks is NULL. No rows give an empty table with the same columns. -#}
{%- for row in rows or [{}] %}
select
    {%- for column, type in columns.items() %}
    {%- set value = row.get(column) %}
    cast({{ 'null' if value is none else value if value is number else assay.text_literal(value | string) }} as {{ type }})
        as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{{ 'union all' if not loop.last }}
{%- endfor %}
{{ 'where false' if not rows }}
{% endmacro %}
