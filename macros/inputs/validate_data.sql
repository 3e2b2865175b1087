{% macro validate_data() %}
    {#- Stops with one sentence per mistake that shows only beside the data: columns, expressions, declared
        tables, keys, times and labels. Runs before the first table of the package is written. -#}
    {%- set use_cases = assay.use_cases() -%}
    {%- set problems = assay._input_problems(use_cases) -%}
    {%- set with_rows = not problems -%}
    {%- for name, declaration in use_cases.items() -%}
        {%- do problems.extend(assay._data_problems(name, declaration, with_rows)) -%}
    {%- endfor -%}
    {%- if problems -%}
        {%- do exceptions.raise_compiler_error(problems | join('\n')) -%}
    {%- endif -%}
{% endmacro %}
