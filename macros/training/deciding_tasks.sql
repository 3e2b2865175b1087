{% macro deciding_tasks() -%}
    {#- The tasks whose rows are decisions that policies could take, as an SQL list. -#}
    {{ assay._tasks_that('decides', true) }}
{%- endmacro %}
