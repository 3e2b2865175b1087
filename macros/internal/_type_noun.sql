{% macro _type_noun(type) %}
    {#- What a value of the type is called in a sentence. -#}
    {{ return({
        'boolean': 'true or false', 'double': 'a number', 'integer': 'a whole number', 'timestamp': 'a time', 'date': 'a date',
    }[type]) }}
{% endmacro %}
