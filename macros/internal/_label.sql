{% macro _label(declaration, is_tried=false) -%}
    {#- The declared label as SQL: 1 or 0 for an event, the class as text, the number itself otherwise, NULL where there
        is none; `is_tried` makes NULL of what cannot be read so, too, in place of an error. -#}
    {%- set kind = assay._label_kind(declaration) -%}
    {%- set type = 'boolean' if kind == 'event' else 'string' if declaration.task == 'multiclass' else 'double' -%}
    {%- set stated = '(' ~ declaration.label.sql ~ ')' -%}
    {%- set read = assay.tried_cast(stated, type) if is_tried else 'cast(' ~ stated ~ ' as ' ~ type ~ ')' -%}
    {%- if kind == 'none' -%}
        cast(null as double)
    {%- elif kind == 'event' -%}
        cast({{ read }} as integer)
    {%- else -%}
        {{ read }}
    {%- endif -%}
{%- endmacro %}
