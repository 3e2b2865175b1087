{% macro _select_gram_block(cells, number, size, group_by, weights, ridge) -%}
    {#- One row per group of `gram_factors`: the sums of products of the cells (line, place) of one block (_gram_blocks)
        as an array, and the number of the block. The cell of two constants is the sum of weights. -#}
    {%- set sums = [] -%}
    {%- for line, place in cells -%}
        {%- set factors = (['factor_0'] if weights or line == 0 else [])
            + (['factor_' ~ line] if line > 0 else []) + (['factor_' ~ place] if place > 0 else []) -%}
        {%- set extra = ' + max(penalty_' ~ line ~ ')' if ridge and line == place and 0 < line < size - 1 else '' -%}
        {%- do sums.append(assay._grid_sum(factors | join(' * '), 'corner') ~ extra) -%}
    {%- endfor -%}
select
    {% for key in group_by %}{{ key }}, {% endfor -%}
    {{ number }} as block,
    {{ assay.array_of(sums, 'double') }} as block_cells
from gram_factors
{{ 'group by ' ~ group_by | join(', ') if group_by }}
{%- endmacro %}
