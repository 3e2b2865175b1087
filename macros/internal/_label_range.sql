{% macro _label_range(learner, parameters) %}
    {#- Which quantities a learner can have as labels: `positive`, `not_negative` or `any`. What predicts the
        exponential of its raw score needs one of the first two. -#}
    {%- if learner == 'gamma' or (learner == 'tweedie' and parameters.power >= 2) -%}{{ return('positive') }}{%- endif -%}
    {%- if learner in ('poisson', 'tweedie') or parameters.loss == 'poisson' -%}{{ return('not_negative') }}{%- endif -%}
    {{ return('any') }}
{% endmacro %}
