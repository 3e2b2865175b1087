{% macro _select_cluster_evaluation(shape, relation) %}
{#- What assay.evaluate says of a model of clusters. -#}
{%- set least = assay.array_least('assay_scores') -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    assay_assigned as (
        select
            {{ assay.array_position('assay_scores', least) }} as centroid_id,
            greatest({{ least }}, 0) as squared_distance
        from assay_scored
    ),

    assay_clusters as (
        select
            centroid_id,
            {{ assay.exact_sum('sqrt(squared_distance)') }} / count(*) as scatter
        from assay_assigned
        group by centroid_id
    ),

    assay_centres as (
        select
            clusters.scatter,
            clusters.centroid_id,
            outputs.intercept,
            outputs.coefficients
        from assay_clusters as clusters
        inner join {{ shape.current }} as outputs on clusters.centroid_id = cast(outputs.output as integer)
    ),

    -- The squared distance of two centres is c c + d d - 2 c d, and coefficients are -2 c.
    assay_likeness as (
        select
            one.centroid_id,
            max((one.scatter + other.scatter) / nullif(sqrt(greatest(
                one.intercept + other.intercept
                - {{ assay.dot_product('one.coefficients', 'other.coefficients') }} / 2, 0
            )), 0)) as likeness
        from assay_centres as one
        inner join assay_centres as other on one.centroid_id <> other.centroid_id
        group by one.centroid_id
    ),

    assay_distances as (
        select
            count(*) as n,
            {{ assay.exact_sum('squared_distance') }} / nullif(count(*), 0) as mean_squared_distance
        from assay_assigned
    )

    select
        (select {{ assay.exact_sum('likeness') }} / nullif(count(*), 0) from assay_likeness) as davies_bouldin_index,
        mean_squared_distance,
        n
    from assay_distances
)
{% endmacro %}
