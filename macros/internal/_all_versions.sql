{% macro _all_versions(model) %}
    {#- Every stored version of a model, trained on every training row, as a query in brackets: a row per output. -#}
    {%- if model.use_case is defined -%}
        {%- set models = assay._relation_of('assay_training__models') if execute else model.built -%}
        {{ return(
            '(select * from ' ~ models ~ ' where fold = 0 and use_case = ' ~ dbt.string_literal(model.use_case) ~ ')'
        ) }}
    {%- endif -%}
    {{ return('(select * from ' ~ model ~ ' where fold = 0)') }}
{% endmacro %}
