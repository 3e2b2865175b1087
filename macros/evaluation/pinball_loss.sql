{% macro pinball_loss(prediction, label, learner) -%}
    {#- What a predicted quantile loses on one row: alpha times what it is too low, or 1 - alpha times what it is too
        high (Koenker and Bassett 1978), at the quantile that `learner` was told to learn. NULL for a learner that
        learns no quantile. -#}
    {%- set rates = {} -%}
    {%- for name in assay.learners() -%}
        {%- set parameters = assay.learner_parameters(name, 'regression') -%}
        {%- if parameters.get('loss') == 'quantile' -%}{%- do rates.update({name: parameters.alpha}) -%}{%- endif -%}
    {%- endfor -%}
    {%- if rates -%}
    case {{ learner }}
        {%- for name, rate in rates.items() %}
        when '{{ name }}' then greatest(
            cast({{ rate }} as double) * ({{ label }} - {{ prediction }}),
            cast({{ 1 - rate }} as double) * ({{ prediction }} - {{ label }})
        )
        {%- endfor %}
    end
    {%- else -%}
    cast(null as double)
    {%- endif -%}
{%- endmacro %}
