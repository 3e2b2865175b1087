{% macro _check_unpenalised(learner, parameters) %}
    {#- Stop the build of an ml_model that asks for p-values of a model that has none: a penalty moves weights by more
        than chance does. -#}
    {%- if learner not in ('linear', 'logistic', 'poisson') -%}
        {{ assay._refuse_ml(
            "has calculate_p_values, which linear, logistic and poisson have; its learner is " ~ learner ~ "."
        ) }}
    {%- elif parameters.get('C', 1e10) < 1e8 or parameters.get('alpha', 0) > 0 -%}
        {{ assay._refuse_ml("has calculate_p_values and a penalty, which biases weights: set l2_reg=0.") }}
    {%- endif -%}
{% endmacro %}
