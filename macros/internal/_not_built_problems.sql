{% macro _not_built_problems(relation, path) %}
    {#- A relation that is not in the warehouse is a mistake where tables are written, not where SQL is shown. -#}
    {%- if flags.WHICH in ['build', 'run', 'run-operation'] -%}
        {{ return([path ~ ': ' ~ relation ~ ' is not in the warehouse; build it first']) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
