{% macro _is_type(value, type) %}
    {#- Whether a declared value has a type of JSON Schema. A YAML date counts as text. -#}
    {%- set is_list = value is iterable and value is not string and value is not mapping -%}
    {%- if type == 'object' -%}{{ return(value is mapping) }}
    {%- elif type == 'array' -%}{{ return(is_list) }}
    {%- elif type == 'boolean' -%}{{ return(value is boolean) }}
    {%- elif type == 'integer' -%}{{ return(value is number and value is not boolean and value == value | int) }}
    {%- elif type == 'number' -%}{{ return(value is number and value is not boolean) }}
    {%- endif -%}
    {{ return(value is not mapping and not is_list and value is not number) }}
{% endmacro %}
