{% macro hparam_range(low, high, log=false) %}
    {#- The value of an ml_model's option that is to be searched between two bounds, on a logarithmic scale with `log`.
        `num_trials` says how often. -#}
    {{ return({'low': low, 'high': high, 'log': log, 'choices': []}) }}
{% endmacro %}
