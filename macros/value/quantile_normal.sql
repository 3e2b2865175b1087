{% macro quantile_normal(probability) %}
    {#- The quantile of the standard normal distribution, by the rational approximation AS 241 (Wichura 1988): relative
        error below 1e-15. NULL outside of (0, 1).

        probability  SQL expression, 0 < p < 1. -#}
    {{ return(adapter.dispatch('quantile_normal', 'assay')(probability)) }}
{% endmacro %}

{% macro default__quantile_normal(probability) -%}
    {%- set p = 'cast(' ~ probability ~ ' as double)' -%}
    {%- set offset = '(' ~ p ~ ' - 0.5e0)' -%}
    case
        when {{ p }} > 0 and {{ p }} < 1
            then {{ assay._normal_quantile(
                offset,
                '(0.180625e0 - ' ~ offset ~ ' * ' ~ offset ~ ')',
                'sqrt(-ln(least(' ~ p ~ ', 1 - ' ~ p ~ ')))'
            ) }}
    end
{%- endmacro %}
