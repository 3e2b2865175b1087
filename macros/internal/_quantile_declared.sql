{% macro _quantile_declared(distribution, probability, normal_score, low, mode, high, beta_share) -%}
    {#- The quantile of a declared distribution (its name), with the bounds of expected_value(): hard for uniform,
        triangular and beta, the 5th and 95th percentile for normal and lognormal. The bounds are numbers, so that what
        they alone decide is worked out here and not for every draw. `probability`, `normal_score`, the quantile of the
        standard normal distribution, and `beta_share`, that of the standard beta distribution, 0 to 1, are SQL
        expressions; the latter two are read only where the distribution needs them. -#}
    {%- set number = assay._double_literal -%}
    {%- set width, below, above = high - low, mode - low, high - mode -%}
    {%- set spread = 2 * 1.6448536269514722 -%}
    {%- if distribution == 'uniform' -%}
        {{ number(low) }} + {{ probability }} * {{ number(width) }}
    {%- elif distribution == 'triangular' and width > 0 -%}
        case
            when {{ probability }} < {{ number(below / width) }}
                then {{ number(low) }} + sqrt({{ probability }} * {{ number(width * below) }})
            else {{ number(high) }} - sqrt((1 - {{ probability }}) * {{ number(width * above) }})
        end
    {%- elif distribution == 'beta' -%}
        {{ number(low) }} + {{ number(width) }} * {{ beta_share }}
    {%- elif distribution == 'normal' -%}
        {{ number(mode) }} + {{ number(width / spread) }} * {{ normal_score }}
    {%- elif distribution == 'lognormal' -%}
        exp(
            (ln({{ number(low) }}) + ln({{ number(high) }})) / 2
            + (ln({{ number(high) }}) - ln({{ number(low) }})) / {{ number(spread) }} * {{ normal_score }}
        )
    {%- else -%}
        {{ number(mode) }}
    {%- endif -%}
{%- endmacro %}
