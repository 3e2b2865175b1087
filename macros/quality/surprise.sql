{% macro surprise(failed_rate, expected_rate, independent_rows) -%}
    {#- How surprising a share above its expectation is, in nats: independent rows times the Kullback-Leibler divergence
        of the two shares. exp(-surprise) bounds the probability of a share at least as large (Chernoff), for any number
        of rows. 0 where the share is not above; NULL where one is unknown. -#}
    case
        when {{ failed_rate }} <= {{ expected_rate }} then cast(0 as double)
        when {{ failed_rate }} >= 1 then -{{ independent_rows }} * ln({{ expected_rate }})
        else {{ independent_rows }} * (
            {{ failed_rate }} * ln({{ failed_rate }} / {{ expected_rate }})
            + (1 - {{ failed_rate }}) * ln((1 - {{ failed_rate }}) / (1 - {{ expected_rate }}))
        )
    end
{%- endmacro %}
