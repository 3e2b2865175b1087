{% macro _name_rule() %}
    {#- What a name must look like that becomes part of SQL. -#}
    {{ return('a name is lower-case letters, digits and underscores and starts with a letter') }}
{% endmacro %}
