{% macro expected_value(distribution, low, mode, high) -%}
    {#- Mean of a declared distribution, from SQL expressions. Bounds of fixed, uniform, triangular and beta
        are hard (beta is the PERT form, shape 4); of normal and lognormal they are the 5th and 95th
        percentile, 1.6448536269514722 standard deviations from the centre. -#}
    {%- set spread = '(ln(' ~ high ~ ') - ln(' ~ low ~ ')) / (2 * cast(1.6448536269514722 as double))' -%}
    case {{ distribution }}
        when 'uniform' then ({{ low }} + {{ high }}) / 2
        when 'triangular' then ({{ low }} + {{ mode }} + {{ high }}) / 3
        when 'beta' then ({{ low }} + 4 * {{ mode }} + {{ high }}) / 6
        when 'lognormal' then exp((ln({{ low }}) + ln({{ high }})) / 2 + power({{ spread }}, 2) / 2)
        else {{ mode }}
    end
{%- endmacro %}
