{% macro _training_clocks() %}
    {#- The model of training clocks where a use case is not trained on change, none otherwise: nothing is kept
        then. -#}
    {%- set others = [] -%}
    {%- for name, declaration in assay.use_cases().items() if declaration.training.retrain != 'on_change' -%}
        {%- do others.append(name) -%}
    {%- endfor -%}
    {%- if others or not execute -%}
        {{ return(ref('assay_features__training_clocks')) }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
