{% macro _select_predictions(shape, threshold, rows='assay_scored') %}
{#- What assay.predict says of `rows`, the CTE assay_scored or one with its columns: the last CTE and the query. -#}
{%- if shape.task == 'binary' -%}
{{ assay._select_predicted_class(shape, threshold, rows) }}
{%- else -%}
{{ assay._select_predicted_quantity(shape, rows) }}
{%- endif -%}
{% endmacro %}
