{% macro _label_range(learner, task) %}
    {#- Which quantities a learner can have as labels: `positive`, `not_negative`, `any`, or `none` where it
        reads no label. What predicts the exponential of its raw score needs one of the first two. -#}
    {%- set parameters = assay.learner_parameters(learner, task) -%}
    {%- if not assay.tasks()[task].learns_from_label -%}{{ return('none') }}{%- endif -%}
    {%- if learner == 'gamma' or (learner == 'tweedie' and parameters.power >= 2) -%}{{ return('positive') }}{%- endif -%}
    {%- if learner in ('poisson', 'tweedie') or parameters.loss == 'poisson' -%}{{ return('not_negative') }}{%- endif -%}
    {{ return('any') }}
{% endmacro %}
