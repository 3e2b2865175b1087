{% macro hparam_candidates(candidates) %}
    {#- The value of an ml_model's option that is to be chosen from a list; `num_trials` says how many are tried. -#}
    {{ return({'low': none, 'high': none, 'log': false, 'choices': candidates}) }}
{% endmacro %}
