{% macro _declared(what) %}
    {#- What the project wrote under `assay_use_cases` or `assay_inputs` (what: use_cases or inputs). The
        embedded use case stands in only where this repository is the root project and declares nothing. -#}
    {%- set declared = var('assay_' ~ what, none) -%}
    {%- if declared is none -%}
        {%- set uses_demo = project_name == 'assay' and var('assay_use_cases', none) is none -%}
        {%- set declared = var('assay_demo')[what] if uses_demo else {} -%}
    {%- endif -%}
    {{ return(declared) }}
{% endmacro %}
