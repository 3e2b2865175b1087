{% macro validate_declarations() %}
    {#- Stops with one sentence per mistake that the declarations alone give away; runs while dbt parses and
        before every run. `validate_data` follows once the relations are there. -#}
    {%- set use_cases = assay._declared('use_cases') -%}
    {%- set problems = assay._declaration_problems(use_cases, assay._declared('inputs')) -%}
    {%- if problems -%}
        {%- do exceptions.raise_compiler_error(problems | join('\n')) -%}
    {%- elif execute and not use_cases -%}
        {%- do exceptions.warn(
            'assay: no use case is declared, so its tables stay empty; declare one under the variable '
            ~ 'assay_use_cases (`assay init RELATION` writes a first one).'
        ) -%}
    {%- endif -%}
{% endmacro %}
