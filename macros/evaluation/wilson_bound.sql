{% macro wilson_bound(rate, row_count, side) -%}
    {#- One end of Wilson's 95 % interval of a proportion. `row_count` may be an effective number of rows;
        `side` is low or high. Source: Wilson (1927), JASA 22:209. -#}
    {%- set z = assay._z95() -%}
    {%- set n = 'nullif(cast(' ~ row_count ~ ' as double), 0)' -%}
    (
        {{ rate }} + {{ z }} * {{ z }} / (2 * {{ n }})
        {{ '-' if side == 'low' else '+' }} {{ z }} * sqrt(
            {{ rate }} * (1 - {{ rate }}) / {{ n }} + {{ z }} * {{ z }} / (4 * {{ n }} * {{ n }})
        )
    ) / (1 + {{ z }} * {{ z }} / {{ n }})
{%- endmacro %}
