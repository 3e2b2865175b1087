{% macro training_version() %}
    {#- The version of what training means. Raised whenever the same rows and parameters would give another
        model; it is part of every fingerprint, so that a raise retrains everything once. -#}
    {{ return('2') }}
{% endmacro %}
