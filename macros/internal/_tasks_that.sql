{% macro _tasks_that(trait, value) -%}
    {#- The tasks of tasks() with a value of a trait, as an SQL list. -#}
    {%- set names = [] -%}
    {%- for task, traits in assay.tasks().items() if traits[trait] == value -%}
        {%- do names.append(assay.text_literal(task)) -%}
    {%- endfor -%}
    ({{ names | join(', ') }})
{%- endmacro %}
