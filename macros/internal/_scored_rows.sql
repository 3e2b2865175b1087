{% macro _scored_rows(use_case, fold) -%}
    {#- The rows that the models of a fold score, as a query in brackets over the CTE `examples`: all but the embargo
        for fold 0, otherwise the training rows of the fold. -#}
    (
        select example_number, features
        from examples
        where use_case = {{ dbt.string_literal(use_case) }} and {{ 'fold = ' ~ fold if fold else "split != 'embargo'" }}
    )
{%- endmacro %}
