{% macro unlabelled_tasks() -%}
    {#- The tasks whose learners read no label, as an SQL list. -#}
    {%- set names = [] -%}
    {%- for task, traits in assay.tasks().items() if not traits.learns_from_label -%}
        {%- do names.append(assay.text_literal(task)) -%}
    {%- endfor -%}
    ({{ names | join(', ') }})
{%- endmacro %}
