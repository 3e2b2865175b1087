{% macro planned_learners(declaration) %}
    {#- The learners of a use case beside the constant: those declared or the default ones, and persistence where the
        last known label is a feature. -#}
    {%- set learners = declaration.learners or assay.default_learners(declaration.task) -%}
    {%- set implied = ['persistence'] if declaration.features.last_label else [] -%}
    {{ return((learners + implied) | unique | list) }}
{% endmacro %}
