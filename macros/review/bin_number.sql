{% macro bin_number(expression, edges, low=1, high=21) -%}
    {#- The bin of a number, left-open and right-closed: 1 up to the first edge, one more beyond each edge. `edges` is
        an ascending array of at most 21 numbers; it is searched by halves. -#}
    {%- if low > high -%}
        {{ low }}
    {%- else -%}
        {%- set middle = (low + high) // 2 -%}
        case when {{ expression }} > {{ assay.array_value(edges, middle) }}
        then {{ assay.bin_number(expression, edges, middle + 1, high) }}
        else {{ assay.bin_number(expression, edges, low, middle - 1) }} end
    {%- endif -%}
{%- endmacro %}
