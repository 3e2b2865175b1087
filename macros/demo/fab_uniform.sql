{% macro fab_uniform(draw) -%}
    {#- A number in (0, 1) from an integer draw: the middle of its 1 / 2^32 cell. -#}
    ((2 * ({{ draw }}) + 1) / cast(8589934592 as double))
{%- endmacro %}
