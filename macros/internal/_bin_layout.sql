{% macro _bin_layout(borders) %}
    {#- How the bin of a feature is found, for each feature of `borders` ({feature position: number of borders}):
        {feature: {first, count, step, cells, first_cell}}. `first` is the place of its first border among those of all
        features. Every `step`-th border is compared with each row and gives the row's cell; the borders within the cell
        are one record, at `first_cell` + cell among the records of that step. With a step of 1 a cell is a bin. -#}
    {%- set layout = {} -%}
    {%- set total = namespace(borders=0) -%}
    {%- set cells = {} -%}
    {%- for feature, count in borders.items() -%}
        {%- set step = 1 if count <= 4 else 4 if count <= 32 else 8 if count <= 128 else 16 -%}
        {%- do layout.update({feature: {
            'first': total.borders + 1,
            'count': count,
            'step': step,
            'cells': count // step + 1,
            'first_cell': cells.get(step, 0) + 1,
        }}) -%}
        {%- set total.borders = total.borders + count -%}
        {%- do cells.update({step: cells.get(step, 0) + count // step + 1}) -%}
    {%- endfor -%}
    {{ return(layout) }}
{% endmacro %}
