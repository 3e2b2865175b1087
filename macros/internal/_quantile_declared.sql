{% macro _quantile_declared(distribution, probability, normal_score, low, mode, high, beta_share) -%}
    {#- The quantile of a declared distribution (its name), from SQL expressions, with the bounds of expected_value():
        hard for uniform, triangular and beta, the 5th and 95th percentile for normal and lognormal. `normal_score` is
        the quantile of the standard normal distribution, `beta_share` that of the standard beta distribution, 0 to 1;
        both are read only where the distribution needs them. -#}
    {%- set spread = '2 * 1.6448536269514722e0' -%}
    {%- if distribution == 'uniform' -%}
        {{ low }} + {{ probability }} * ({{ high }} - {{ low }})
    {%- elif distribution == 'triangular' -%}
        {{ assay.triangular(probability, low, mode, high) }}
    {%- elif distribution == 'beta' -%}
        {{ low }} + ({{ high }} - {{ low }}) * {{ beta_share }}
    {%- elif distribution == 'normal' -%}
        {{ mode }} + ({{ high }} - {{ low }}) / ({{ spread }}) * {{ normal_score }}
    {%- elif distribution == 'lognormal' -%}
        exp(
            (ln({{ low }}) + ln({{ high }})) / 2
            + (ln({{ high }}) - ln({{ low }})) / ({{ spread }}) * {{ normal_score }}
        )
    {%- else -%}
        {{ mode }}
    {%- endif -%}
{%- endmacro %}
