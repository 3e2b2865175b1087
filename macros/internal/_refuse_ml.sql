{% macro _refuse_ml(reason) %}
    {#- Stop the build of an ml_model with one sentence that begins with its name. -#}
    {{ exceptions.raise_compiler_error('The ml_model ' ~ this.identifier ~ ' ' ~ reason) }}
{% endmacro %}
