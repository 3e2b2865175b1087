{% macro select_overlaps(points, keys) %}
{#- One row per row of a clustering: `overlap`, whose mean is the index of Davies and Bouldin (1979), the mean over
    clusters of the largest ratio of the summed mean distances of two clusters to the distance of their centres. It is
    the index plus what the row moves it by (n times its derivative in the row's weight, through the centres too), so
    that its spread gives the index its error. No rows where there is one cluster. `points` is a relation with `keys`
    (columns that name a clustering), cluster, point_id, point and centre (arrays of doubles) and centre_square (the
    squared distance of the two). -#}
{%- set by = keys | join(', ') -%}
{%- set within = by ~ ', cluster' -%}
with

scatters as (
    select
        {{ within }},
        min(centre) as centre,
        count(*) as cluster_rows,
        {{ assay.exact_sum('sqrt(centre_square)') }} / count(*) as scatter
    from {{ points }}
    group by {{ within }}
),

pairs as (
    select
        {{ by }},
        scatters.cluster,
        scatters.centre,
        others.cluster as other,
        others.centre as other_centre,
        scatters.scatter + others.scatter as scatter_sum,
        nullif(sqrt({{ assay.squared_distance('scatters.centre', 'others.centre') }}), 0) as distance
    from scatters
    inner join scatters as others using ({{ by }})
    where scatters.cluster <> others.cluster
),

hardest as (
    select
        *,
        scatter_sum / distance as ratio
    from pairs
    qualify
        row_number() over (partition by {{ within }} order by scatter_sum / distance desc nulls last, other)
        = 1
),

indices as (
    select
        {{ by }},
        {{ assay.exact_sum('ratio') }} / count(*) as davies_bouldin,
        count(*) as cluster_count
    from hardest
    group by {{ by }}
),

-- Both clusters of a pair move its ratio.
moving as (
    select
        {{ within }},
        centre,
        other_centre,
        distance,
        ratio
    from hardest
    union all
    select
        {{ by }},
        other as cluster,
        other_centre as centre,
        centre as other_centre,
        distance,
        ratio
    from hardest
),

weights as (
    select
        {{ within }},
        {{ assay.exact_sum('1 / distance') }} as weight
    from moving
    group by {{ within }}
),

-- How the ratios change with a cluster's centre, position by position: through the distance to the
-- other centre, and through the distances of the cluster's own rows.
gaps as (
    select
        {{ within }},
        ratio / (distance * distance) as factor,
        {{ assay.exploded_arrays({'coordinate': 'centre', 'other_coordinate': 'other_centre'}, 'position') }}
    from moving
),

steps as (
    select
        {{ within }},
        nullif(sqrt(centre_square), 0) as length,
        {{ assay.exploded_arrays({'coordinate': 'point', 'middle': 'centre'}, 'position') }}
    from {{ points }}
),

gap_slopes as (
    select
        {{ within }},
        position,
        {{ assay.exact_sum('factor * (coordinate - other_coordinate)') }} as gap_slope
    from gaps
    group by {{ within }}, position
),

step_slopes as (
    select
        {{ within }},
        position,
        {{ assay.exact_sum('coalesce((coordinate - middle) / length, 0)') }} / count(*) as step_slope
    from steps
    group by {{ within }}, position
),

slopes as (
    select
        {{ within }},
        max(weights.weight) as weight,
        {{ assay.array_ordered('gap_slopes.gap_slope + weights.weight * step_slopes.step_slope', 'position') }} as slope
    from gap_slopes
    inner join step_slopes using ({{ within }}, position)
    inner join weights using ({{ within }})
    group by {{ within }}
),

overlaps_of_rows as (
    select
        {{ by }},
        points.point_id,
        indices.davies_bouldin
        + sum(1) over (partition by {{ by }}) / cast(indices.cluster_count * scatters.cluster_rows as double) * (
            slopes.weight * (sqrt(points.centre_square) - scatters.scatter)
            - {{ assay.dot_product('slopes.slope', 'points.point') }}
            + {{ assay.dot_product('slopes.slope', 'points.centre') }}
        ) as overlap
    from {{ points }} as points
    inner join scatters using ({{ within }})
    inner join slopes using ({{ within }})
    inner join indices using ({{ by }})
)

select * from overlaps_of_rows
{% endmacro %}
