{% macro _select_judged(model, relation, threshold) %}
{#- The rows of `relation` that have a label: expected_label and predicted_label as texts, is_event (the label is the
    second of its two values) and probability. Reads `model`, the relation of an ml_model; no rows until it is built. -#}
{%- if not execute or load_relation(model) is none -%}
(
    select
        cast(null as string) as expected_label,
        cast(null as string) as predicted_label,
        cast(null as boolean) as is_event,
        cast(null as double) as probability
    where false
)
{%- else -%}
{%- set stored = assay._current_model(model) -%}
{%- set label = assay._ml_shape(stored)[0] -%}
{%- set query = 'select ' ~ assay.array_value('label_classes', 2) ~ ' from ' ~ stored ~ ' as stored' -%}
{%- set event = run_query(query).rows[0][0] -%}
(
    select
        cast({{ adapter.quote(label) }} as string) as expected_label,
        cast({{ adapter.quote('predicted_' ~ label) }} as string) as predicted_label,
        cast({{ adapter.quote(label) }} as string) = {{ assay.text_literal(event) }} as is_event,
        {{ adapter.quote('predicted_' ~ label ~ '_probability') }} as probability
    from {{ assay.predict(model, relation, threshold) }} as predicted
    where {{ adapter.quote(label) }} is not null
)
{%- endif -%}
{% endmacro %}
