{% macro _ml_penalised_learner(implied) %}
    {#- The learner of a model type: a linear_reg with l1_reg is a lasso, with l2_reg a ridge, with both an elastic
        net. -#}
    {%- if implied.learner != 'linear' -%}{{ return(implied.learner) }}{%- endif -%}
    {%- set l1, l2 = config.get('l1_reg', 0) != 0, config.get('l2_reg', 0) != 0 -%}
    {{ return('elastic_net' if l1 and l2 else 'lasso' if l1 else 'ridge' if l2 else 'linear') }}
{% endmacro %}
