{% macro bin_number(expression, edge_prefix, low=1, high=21) -%}
    {#- The bin of a number, left-open and right-closed: 1 up to the first edge, one more beyond each edge. Edges are
        the columns <edge_prefix>1 to <edge_prefix>21, ascending, NULL where a column has fewer: a search by halves. -#}
    {%- if low > high -%}
        {{ low }}
    {%- else -%}
        {%- set middle = (low + high) // 2 -%}
        case when {{ expression }} > {{ edge_prefix }}{{ middle }}
        then {{ assay.bin_number(expression, edge_prefix, middle + 1, high) }}
        else {{ assay.bin_number(expression, edge_prefix, low, middle - 1) }} end
    {%- endif -%}
{%- endmacro %}
