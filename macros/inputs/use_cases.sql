{% macro use_cases() %}
    {#- The declared use cases with every default filled in: {name: declaration}. The embedded use case
        stands in only where this repository is the root project and nothing else is declared. -#}
    {%- set declared = var('assay_use_cases', none) -%}
    {%- if declared is none -%}
        {%- set declared = var('assay_demo')['use_cases'] if project_name == 'assay' else {} -%}
    {%- endif -%}
    {%- set complete = {} -%}
    {%- for name, declaration in declared.items() -%}
        {%- do complete.update({name: assay._with_defaults(declaration)}) -%}
    {%- endfor -%}
    {{ return(complete) }}
{% endmacro %}
