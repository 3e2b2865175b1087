{% macro default_learners(task) %}
    {#- What is fitted beside the constant where `learners` is not declared. -#}
    {{ return(['linear' if task == 'regression' else 'logistic', 'boosted_trees']) }}
{% endmacro %}
