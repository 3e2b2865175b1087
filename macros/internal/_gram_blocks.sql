{% macro _gram_blocks(size) %}
    {#- The lower triangle of a matrix in blocks of neighbouring cells: a list of lists of (line, place). The products
        of a block are added up before those of the next are made, so that they stay in the cache. -#}
    {%- set width = size if size <= 12 else 10 -%}
    {%- set blocks = [] -%}
    {%- for top in range(0, size, width) -%}
        {%- for left in range(0, top + 1, width) -%}
            {%- set cells = [] -%}
            {%- for line in range(top, [top + width, size] | min) -%}
                {%- for place in range(left, [left + width, line + 1] | min) -%}
                    {%- do cells.append((line, place)) -%}
                {%- endfor -%}
            {%- endfor -%}
            {%- do blocks.append(cells) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(blocks) }}
{% endmacro %}
