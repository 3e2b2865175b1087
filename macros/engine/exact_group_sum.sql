{% macro exact_group_sum(expression) %}
    {#- exact_sum() for queries of very many small groups, where turning a DECIMAL total into a double costs
        more than the sum. May differ from exact_sum() in the last bit; does not depend on the order of rows either. -#}
    {{ return(adapter.dispatch('exact_group_sum', 'assay')(expression)) }}
{% endmacro %}

{% macro default__exact_group_sum(expression) -%}
    {{ assay.exact_sum(expression) }}
{%- endmacro %}

{% macro duckdb__exact_group_sum(expression) -%}
    cast(sum(cast(round(({{ expression }}) * 1e12) as hugeint)) as double) / 1e12
{%- endmacro %}
