{% test unique_key(model, columns) %}
{#- A table's grain: the columns together name one row, and none of them is missing. -#}
with

keyed as (
    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
)

select *
from keyed
where
    row_count > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}
