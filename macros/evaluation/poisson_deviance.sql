{% macro poisson_deviance(prediction, label) -%}
    {#- What a predicted count loses on one row: 2 (y ln(y / prediction) - y + prediction). NULL where the prediction is
        not above 0 or the label is negative. -#}
    case
        when {{ prediction }} > 0 and {{ label }} = 0 then 2 * {{ prediction }}
        when {{ prediction }} > 0 and {{ label }} > 0
            then 2 * ({{ label }} * ln({{ label }} / {{ prediction }}) - {{ label }} + {{ prediction }})
    end
{%- endmacro %}
