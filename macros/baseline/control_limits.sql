{% macro control_limits(relation, keys, position, value) %}
    {#- A query that gives, per `keys`, the natural process limits of an individuals chart (XmR): the mean of the values
        and 2.66 mean moving ranges to either side; 2.66 is 3 / d2 with d2 = 1.128 for ranges of two.
        Columns: the keys, centre_line, control_low, control_high; the limits are NULL below two values.

        relation  table, CTE or subquery in parentheses; rows of one stable period, one per key and position.
        keys      list of column names that name one chart.
        position  SQL expression, a total order within the keys, such as the month.
        value     SQL expression, what is charted. -#}
    {{ return(adapter.dispatch('control_limits', 'assay')(relation, keys, position, value)) }}
{% endmacro %}

{% macro default__control_limits(relation, keys, position, value) -%}
{%- set key_list = keys | join(', ') -%}
select
    {{ key_list }},
    centre_line,
    centre_line - control_width as control_low,
    centre_line + control_width as control_high
from (
    select
        {{ key_list }},
        {{ assay.ordered_sum('chart_value', 'chart_position') }} / count(chart_value) as centre_line,
        cast(2.66 as double) * {{ assay.ordered_sum('moving_range', 'chart_position') }}
        / nullif(count(moving_range), 0) as control_width
    from (
        select
            {{ key_list }},
            {{ position }} as chart_position,
            cast({{ value }} as double) as chart_value,
            abs(cast({{ value }} as double) - lag(cast({{ value }} as double)) over (
                partition by {{ key_list }} order by {{ position }}
            )) as moving_range
        from {{ relation }}
    ) as stepped
    group by {{ key_list }}
) as averaged
{%- endmacro %}
