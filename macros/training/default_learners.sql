{% macro default_learners(task) %}
    {#- What is fitted beside the constant where `learners` is not declared. -#}
    {{ return(assay.tasks()[task].learners) }}
{% endmacro %}
