{% macro _declared_ranges(ranges) %}
    {#- What a search is to try of one learner's parameters: {name: {low, high, log, choices}}, without the names that
        are not declared. -#}
    {%- set declared = {} -%}
    {%- for name, values in ranges.items() -%}
        {%- if values.low is not none or values.high is not none or values.log or values.choices -%}
            {%- do declared.update({name: values}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(declared) }}
{% endmacro %}
