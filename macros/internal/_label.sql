{% macro _label(declaration) -%}
    {#- The declared label as SQL: 1 or 0 for a binary task, the number itself otherwise. -#}
    {%- if declaration.task == 'binary' -%}
        cast(cast(({{ declaration.label.sql }}) as boolean) as integer)
    {%- else -%}
        cast(({{ declaration.label.sql }}) as double)
    {%- endif -%}
{%- endmacro %}
