{% macro _select_recent_days(days, keys, columns) -%}
{#- For every day of `days`, the days that its judgement may look back on: the columns of those, with the keys and the
    `day_number` of the day that is tested. -#}
select
    {%- for key in keys %}
    tested.{{ key }},
    {%- endfor %}
    tested.day_number,
    {%- for column in columns %}
    history.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ days }} as tested
inner join {{ days }} as history
    on
        {%- for key in keys %}
        tested.{{ key }} = history.{{ key }} and
        {%- endfor %}
        tested.day_number > history.day_number
        and tested.day_number - history.day_number <= {{ var('assay_quality_history_days', 60) }}
{%- endmacro %}
