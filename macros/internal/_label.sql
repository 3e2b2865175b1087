{% macro _label(declaration) -%}
    {#- The declared label as SQL: 1 or 0 for an event, the class as text, the number itself otherwise, NULL where there
        is none. -#}
    {%- set kind = assay._label_kind(declaration) -%}
    {%- if kind == 'none' -%}
        cast(null as double)
    {%- elif kind == 'event' -%}
        cast(cast(({{ declaration.label.sql }}) as boolean) as integer)
    {%- elif declaration.task == 'multiclass' -%}
        cast(({{ declaration.label.sql }}) as string)
    {%- else -%}
        cast(({{ declaration.label.sql }}) as double)
    {%- endif -%}
{%- endmacro %}
