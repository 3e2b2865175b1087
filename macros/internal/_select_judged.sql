{% macro _select_judged(model, relation, threshold=none) %}
{#- The rows of `relation` that have a label: expected_label and predicted_label as texts, is_event (the label is the
    second of its two values), is_called (what is predicted is) and probability; of several classes probabilities, an
    array in their order; of a quantity expected_value and predicted_value. No rows until `model` is
    built. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape is none -%}
(
    select
        cast(null as string) as expected_label,
        cast(null as string) as predicted_label,
        cast(null as boolean) as is_event,
        cast(null as boolean) as is_called,
        cast(null as double) as probability,
        cast(null as double) as expected_value,
        cast(null as double) as predicted_value,
        cast(null as {{ assay.array_type('double') }}) as probabilities
    where false
)
{%- else -%}
{%- set predicted = adapter.quote('predicted_' ~ shape.label) -%}
(
    select
        {%- if shape.task == 'regression' %}
        {{ assay.numeric_value(shape.label_value) }} as expected_value,
        {{ predicted }} as predicted_value
        {%- else %}
        cast({{ shape.label_value }} as string) as expected_label,
        cast({{ predicted }} as string) as predicted_label,
        {%- if shape.task == 'multiclass' %}
        {{ assay._class_probabilities(shape) }} as probabilities
        {%- else %}
        cast({{ shape.label_value }} as string) = {{ assay.text_literal(shape.classes[1]) }} as is_event,
        cast({{ predicted }} as string) = {{ assay.text_literal(shape.classes[1]) }} as is_called,
        {{ adapter.quote('predicted_' ~ shape.label ~ '_probability') }} as probability
        {%- endif %}
        {%- endif %}
    from {{ assay.predict(model, relation, threshold) }} as predicted
    where {{ assay.numeric_value(shape.label_value) if shape.task == 'regression' else shape.label_value }} is not null
)
{%- endif -%}
{% endmacro %}
