{% macro confusion_matrix(model, relation, threshold=none) %}
{#- One row per label that was expected and label that `model` predicted on the labelled rows of `relation`, with
    row_count; pairs that do not occur have no row. A query in brackets; arguments as for assay.predict. -#}
(
    select
        expected_label,
        predicted_label,
        count(*) as row_count
    from {{ assay._select_judged(model, relation, threshold) }} as judged
    group by expected_label, predicted_label
)
{% endmacro %}
