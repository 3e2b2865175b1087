{% macro triangular(probability, low, mode, high) %}
    {#- The quantile of the triangular distribution; with a uniform random number as probability, a draw from it.

        probability      SQL expression, 0 to 1.
        low, mode, high  SQL expressions, low <= mode <= high; where all three are equal the result is that number. -#}
    {{ return(adapter.dispatch('triangular', 'assay')(probability, low, mode, high)) }}
{% endmacro %}

{% macro default__triangular(probability, low, mode, high) -%}
    case
        when ({{ probability }}) * (({{ high }}) - ({{ low }})) < ({{ mode }}) - ({{ low }})
            then ({{ low }}) + sqrt(({{ probability }}) * (({{ high }}) - ({{ low }})) * (({{ mode }}) - ({{ low }})))
        else ({{ high }}) - sqrt((1 - ({{ probability }})) * (({{ high }}) - ({{ low }})) * (({{ high }}) - ({{ mode }})))
    end
{%- endmacro %}
