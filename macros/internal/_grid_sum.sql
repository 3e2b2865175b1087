{% macro _grid_sum(term, corner) %}
    {#- A sum of doubles that does not depend on the order of rows: adding and taking away `corner` (1.5 times a power
        of two) rounds every term to a multiple of 2^-52 of it, and such multiples add up without rounding while no
        partial sum exceeds half the corner. Cheaper than exact_sum, for sums whose size is known before. -#}
    sum(({{ term }} + {{ corner }}) - {{ corner }})
{%- endmacro %}
