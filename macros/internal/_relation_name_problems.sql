{% macro _relation_name_problems(relation, path) %}
    {#- A relation is named as ref() or source() would: `model_or_seed`, or `source.table`. -#}
    {%- if modules.re.fullmatch('\\w+([.]\\w+)?', relation) -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return([path ~ ': ' ~ assay._shown(relation) ~ ' is neither the name of a model or seed nor source.table']) }}
{% endmacro %}
