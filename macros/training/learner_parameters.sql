{% macro learner_parameters(learner) %}
    {#- The hyperparameters of one learner: the package's defaults, overridden key by key by the variable
        assay_learner_parameters ({learner: {key: value}}). Part of every model's fingerprint. -#}
    {%- set parameters = {} -%}
    {%- do parameters.update(assay.learners()[learner].parameters) -%}
    {%- do parameters.update(var('assay_learner_parameters', {}).get(learner, {})) -%}
    {{ return(parameters) }}
{% endmacro %}
