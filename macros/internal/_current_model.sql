{% macro _current_model(model) %}
    {#- The present version of a model, trained on every training row, as a query in brackets: a row per output.
        `model` is the relation of an ml_model or assay.model('<use case>'). -#}
    {%- if model.use_case is defined -%}
        {{ return('(select * from ' ~ model.served ~ ' where use_case = ' ~ dbt.string_literal(model.use_case) ~ ')') }}
    {%- endif -%}
    {{ return('(select * from ' ~ model ~ ' where is_current and fold = 0)') }}
{% endmacro %}
