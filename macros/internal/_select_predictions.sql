{% macro _select_predictions(shape, threshold, rows='assay_scored') %}
{#- What assay.predict says of `rows`, the CTE assay_scored or one with its columns: the last CTE and the query. -#}
{%- if shape.task == 'binary' -%}
{{ assay._select_predicted_class(shape, threshold, rows) }}
{%- elif shape.task == 'multiclass' -%}
{{ assay._select_predicted_of_several(shape, rows) }}
{%- elif shape.task == 'regression' -%}
{{ assay._select_predicted_quantity(shape, rows) }}
{%- elif shape.link == 'distance' -%}
{{ assay._select_nearest_centroid(shape, rows) }}
{%- elif shape.link == 'component' -%}
{{ assay._select_components(shape, rows) }}
{%- else -%}
{{ assay._select_unusualness(shape, rows) }}
{%- endif -%}
{% endmacro %}
