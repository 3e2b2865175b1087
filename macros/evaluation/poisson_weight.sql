{% macro poisson_weight(uniform) -%}
    {#- A draw from the Poisson distribution of mean 1, the weight of a resampled unit, from a number in
        (0, 1) by inversion. Draws above 8 have probability 1e-6 and count as 8. -#}
    {%- set total = namespace(probability=0.0, term=0.36787944117144233) -%}
    case
        {%- for count in range(8) %}
        {%- set total.probability = total.probability + total.term %}
        {%- set total.term = total.term / (count + 1) %}
        when {{ uniform }} < cast({{ total.probability }} as double) then {{ count }}
        {%- endfor %}
        else 8
    end
{%- endmacro %}
