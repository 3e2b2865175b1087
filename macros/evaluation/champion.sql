{% macro champion(use_case) %}
    {#- The champion of a declared use case, for every macro that takes the relation of an ml_model:
        `assay.predict(assay.champion('churn'), ref('accounts_of_today'))`. What is read is the champion of the last
        build. -#}
    {%- set built = ref('assay', 'assay__models') -%}
    {%- set names = assay.use_cases().keys() | list -%}
    {%- if execute and use_case not in names -%}
        {{ exceptions.raise_compiler_error(
            "assay.champion: '" ~ use_case ~ "' is no declared use case" ~ (assay._did_you_mean(use_case, names) or '.')
        ) }}
    {%- endif -%}
    {{ return({'use_case': use_case, 'built': built}) }}
{% endmacro %}
