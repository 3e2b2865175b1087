{% macro _class_columns(shape) %}
    {#- The columns that assay._class_ctes adds to a relation, which no macro returns. -#}
    {%- set columns = ['assay_largest', 'assay_total', 'assay_class'] -%}
    {%- for place in range(1, shape.outputs | length + 1) -%}
        {%- for name in ['logit', 'odds', 'share'] -%}{%- do columns.append('assay_' ~ name ~ '_' ~ place) -%}{%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
