{% macro confusion_matrix(model, relation, threshold=none) %}
{#- One row per label that was expected and label that `model` predicted on the labelled rows of `relation`, with
    row_count; pairs that do not occur have no row. A query in brackets; arguments as for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape and shape.task not in ('binary', 'multiclass') -%}
    {{ exceptions.raise_compiler_error(
        'assay.confusion_matrix reads a model of two or several classes; the task is ' ~ shape.task ~ '.'
    ) }}
{%- endif -%}
(
    select
        expected_label,
        predicted_label,
        count(*) as row_count
    from {{ assay._select_judged(model, relation, threshold) }} as judged
    group by expected_label, predicted_label
)
{% endmacro %}
