{% macro exact_sum(expression) %}
    {#- A sum that does not depend on the order of rows, so that any number of threads gives the same
        bytes: terms are rounded to 1e-12 and added as integers (DECIMAL(38, 12)), the result is a double. -#}
    {{ return(adapter.dispatch('exact_sum', 'assay')(expression)) }}
{% endmacro %}

{% macro default__exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as decimal(38, 12))) as double)
{%- endmacro %}
