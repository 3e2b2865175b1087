{% macro _shown(value) %}
    {#- A declared value as a sentence shows it. -#}
    {%- if value is none -%}{{ return('nothing') }}
    {%- elif value is boolean -%}{{ return('true' if value else 'false') }}
    {%- elif value is mapping -%}{{ return('a mapping') }}
    {%- elif value is number -%}{{ return(value | string) }}
    {%- elif value is iterable and value is not string -%}{{ return('a list') }}
    {%- endif -%}
    {{ return("'" ~ value ~ "'") }}
{% endmacro %}
