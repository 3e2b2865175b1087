{% macro _quantile_declared(distribution, probability, normal_score, low, mode, high, beta_share) -%}
    {#- The quantile of a declared distribution, from SQL expressions, with the bounds of expected_value(): hard for
        uniform, triangular and beta, the 5th and 95th percentile for normal and lognormal. `normal_score` is the
        quantile of the standard normal distribution, `beta_share` that of the standard beta distribution, 0 to 1;
        both are read only where the distribution needs them. -#}
    {%- set spread = '2 * cast(1.6448536269514722 as double)' -%}
    case {{ distribution }}
        when 'uniform' then {{ low }} + {{ probability }} * ({{ high }} - {{ low }})
        when 'triangular' then {{ assay.triangular(probability, low, mode, high) }}
        when 'beta' then {{ low }} + ({{ high }} - {{ low }}) * {{ beta_share }}
        when 'normal' then {{ mode }} + ({{ high }} - {{ low }}) / ({{ spread }}) * {{ normal_score }}
        when 'lognormal'
            then exp(
                (ln({{ low }}) + ln({{ high }})) / 2
                + (ln({{ high }}) - ln({{ low }})) / ({{ spread }}) * {{ normal_score }}
            )
        else {{ mode }}
    end
{%- endmacro %}
