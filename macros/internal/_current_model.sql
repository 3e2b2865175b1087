{% macro _current_model(model) %}
    {#- The present version of an ml_model, trained on every training row, as a query in brackets: one row. -#}
    {{ return('(select * from ' ~ model ~ ' where is_current and fold = 0)') }}
{% endmacro %}
