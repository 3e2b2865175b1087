{% macro _select_components(shape, rows) %}
{#- What assay.predict says of `rows` by a model of principal components: the last CTE and the query. -#}
assay_components as (
        select
            *
            {%- for output in shape.outputs if output.form == 'linear' %},
            {{ assay.array_value('assay_scores', loop.index) }} as principal_component_{{ output.name }}
            {%- endfor %}
        from {{ rows }}
    )

    select {{ assay.star_without(assay._scoring_columns(shape)) }}
    from assay_components
{%- endmacro %}
