{% macro _select_nearest_centroid(shape, rows) %}
{#- What assay.predict says of `rows` by a model of clusters: the last CTE and the query. -#}
{%- set distances = [] -%}
{%- for output in shape.outputs -%}
    {%- do distances.append('sqrt(greatest(' ~ assay.array_value('assay_scores', loop.index) ~ ', 0))') -%}
{%- endfor -%}
assay_distances as (
        select
            {{ assay.star_without(assay._scoring_columns(shape)) }},
            {{ assay.array_of(distances, 'double') }} as centroid_distances
        from {{ rows }}
    )

    select
        *,
        {{ assay.array_least('centroid_distances') }} as nearest_centroid_distance,
        {{ assay.array_position('centroid_distances', assay.array_least('centroid_distances')) }} as centroid_id
    from assay_distances
{%- endmacro %}
