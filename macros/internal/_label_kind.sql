{% macro _label_kind(declaration) %}
    {#- What the declared label says of a row: `event`, `class`, `quantity`, or `none` where there is none. -#}
    {{ return('none' if declaration.label.sql is none else assay.tasks()[declaration.task].label) }}
{% endmacro %}
