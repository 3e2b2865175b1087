{% macro fab_pilot() %}
    {#- The randomised pilot: of the lots started from `from_day` on, `share` are treated; treatment adds
        `log_density` to the logarithm of their defect density. -#}
    {{ return({'from_day': 365, 'share': 0.5, 'log_density': -0.15}) }}
{% endmacro %}
