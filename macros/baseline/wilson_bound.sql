{% macro wilson_bound(share, count, side) -%}
    {#- One bound of the 95 % Wilson interval of a share. `count` is the number of observations, for dependent ones
        the number of independent observations that would know as much; `side` is 'low' or 'high'. -#}
    {%- set z = 'cast(1.959963984540054 as double)' -%}
    (
        {{ share }} + {{ z }} * {{ z }} / (2 * {{ count }})
        {{ '-' if side == 'low' else '+' }} {{ z }} * sqrt(
            {{ share }} * (1 - {{ share }}) / {{ count }} + {{ z }} * {{ z }} / (4 * {{ count }} * {{ count }})
        )
    ) / (1 + {{ z }} * {{ z }} / {{ count }})
{%- endmacro %}
