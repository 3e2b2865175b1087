{% macro _ml_inverse(penalty) %}
    {#- The inverse of a penalty, or of both bounds or all candidates of a search for it; no penalty at all is one of
        1e-10, as the learner divides by it. -#}
    {%- if penalty is mapping -%}
        {%- set choices = [] -%}
        {%- for choice in penalty.choices -%}{%- do choices.append(assay._ml_inverse(choice)) -%}{%- endfor -%}
        {{ return({
            'low': assay._ml_inverse(penalty.high) if penalty.high is not none,
            'high': assay._ml_inverse(penalty.low) if penalty.low is not none,
            'log': penalty.log, 'choices': choices,
        }) }}
    {%- endif -%}
    {%- if penalty < 0 -%}{{ assay._refuse_ml("has the penalty " ~ penalty ~ ": it must be 0 or more.") }}{%- endif -%}
    {{ return(1 / [penalty, 1e-10] | max) }}
{% endmacro %}
