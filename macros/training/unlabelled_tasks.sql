{% macro unlabelled_tasks() -%}
    {#- The tasks whose learners read no label, as an SQL list. -#}
    {{ assay._tasks_that('learns_from_label', false) }}
{%- endmacro %}
