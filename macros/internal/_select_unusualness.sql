{% macro _select_unusualness(shape, rows) %}
{#- What assay.predict says of `rows` by a model of anomalies: the last CTE and the query. -#}
assay_unusual as (
        select
            *,
            {{ assay._unusualness(shape) }} as anomaly_score
        from {{ rows }}
    )

    select {{ assay.star_without(assay._scoring_columns(shape)) }}
    from assay_unusual
{%- endmacro %}
