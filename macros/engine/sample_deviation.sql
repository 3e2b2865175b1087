{% macro sample_deviation(expression) %}
    {#- The standard deviation with n - 1; aggregate, or window with `over` behind it. Its last digits may depend on
        the order of the rows: for analyses, not for published tables. -#}
    {{ return(adapter.dispatch('sample_deviation', 'assay')(expression)) }}
{% endmacro %}

{% macro default__sample_deviation(expression) -%}
    stddev_samp({{ expression }})
{%- endmacro %}
