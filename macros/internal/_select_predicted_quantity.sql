{% macro _select_predicted_quantity(shape, rows) %}
{#- What assay.predict says of `rows` by a model of a quantity: the last CTE and the query. -#}
assay_quantities as (
        select
            *,
            {{ 'exp(raw_score)' if shape.link == 'log' else 'raw_score' }} as {{ adapter.quote('predicted_' ~ shape.label) }}
        from {{ rows }}
    )

    select {{ assay.star_without(assay._scoring_columns(shape)) }}
    from assay_quantities
{%- endmacro %}
