{% macro roi(benefits, costs) %}
    {#- Return on investment: (benefits - costs) / costs, a rate; 0.5 means 1.50 back for every 1 spent.
        NULL without costs.

        benefits  SQL expression, present value of what comes in.
        costs     SQL expression, present value of what is spent, as a positive number. -#}
    {{ return(adapter.dispatch('roi', 'assay')(benefits, costs)) }}
{% endmacro %}

{% macro default__roi(benefits, costs) -%}
    case when ({{ costs }}) > 0 then (({{ benefits }}) - ({{ costs }})) / ({{ costs }}) end
{%- endmacro %}
