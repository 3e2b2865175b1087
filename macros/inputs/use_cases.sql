{% macro use_cases() %}
    {#- The declared use cases with every default filled in: {name: declaration}. A declaration that is
        wrong stops dbt while it parses, before a model can trip over it. -#}
    {%- if not execute -%}
        {%- do assay.validate_declarations() -%}
    {%- endif -%}
    {%- set schema = assay._declaration_schema() -%}
    {%- set complete = {} -%}
    {%- for name, declaration in assay._declared('use_cases').items() -%}
        {%- do complete.update({name: assay._with_defaults(declaration, schema)}) -%}
    {%- endfor -%}
    {{ return(complete) }}
{% endmacro %}
