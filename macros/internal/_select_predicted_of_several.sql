{% macro _select_predicted_of_several(shape, rows) %}
{#- What assay.predict says of `rows` by a model of several classes: the last CTEs and the query. -#}
{{ assay._class_ctes(shape, rows) }}

    select
        {{ assay.star_without(assay._class_columns(shape)) }},
        cast(assay_class as {{ shape.label_type or 'string' }}) as {{ adapter.quote('predicted_' ~ shape.label) }},
        {{ assay._class_shares(shape) }} as {{ adapter.quote('predicted_' ~ shape.label ~ '_probs') }}
    from assay_classes
{%- endmacro %}
