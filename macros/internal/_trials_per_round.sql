{% macro _trials_per_round() %}
    {#- How many trials of a search may run side by side: each learns from the rounds before its own. It changes what
        TPE tries, so it is part of a search and does not follow the cores of a machine. -#}
    {{ return(4) }}
{% endmacro %}
