{% macro select_silhouettes(points, keys, limit) %}
{#- One row per drawn row of a clustering: its silhouette (b - a) / max(a, b), with a the mean distance to the other
    drawn rows of its cluster and b that to the rows of the nearest other one (Rousseeuw 1987). 0 for a row that is
    alone in its cluster or upon all others, NULL where there is one cluster. `points` is a relation with `keys`
    (columns that name a clustering), point_id, cluster and point (an array of doubles). At most `limit` rows of a
    clustering are drawn, by a hash of point_id; up to there the silhouette is exact. -#}
{%- set same = [] -%}
{%- for key in keys %}{% do same.append('drawn.' ~ key ~ ' = others.' ~ key) %}{% endfor -%}
with

numbered as (
    select
        {{ keys | join(', ') }},
        point_id,
        row_number() over (
            partition by {{ keys | join(', ') }} order by {{ assay.uniform('point_id', 'silhouette') }}, point_id
        ) as place
    from {{ points }}
),

drawn as (
    select
        points.*,
        numbered.place
    from {{ points }} as points
    inner join numbered using ({{ keys | join(', ') }}, point_id)
    where numbered.place <= {{ limit }}
),

cluster_distances as (
    select
        {%- for key in keys %}
        drawn.{{ key }},
        {%- endfor %}
        drawn.point_id,
        drawn.cluster = others.cluster as is_own,
        {{ assay.exact_sum('sqrt(' ~ assay.squared_distance('drawn.point', 'others.point') ~ ')') }} as distance_sum,
        count(*) as cluster_rows
    from drawn
    inner join drawn as others on {{ same | join(' and ') }}
    where drawn.place <> others.place
    group by
        {% for key in keys %}drawn.{{ key }}, {% endfor -%}
        drawn.point_id, drawn.cluster, others.cluster
),

nearest as (
    select
        {{ keys | join(', ') }},
        point_id,
        max(case when is_own then distance_sum / cluster_rows end) as own_distance,
        min(case when not is_own then distance_sum / cluster_rows end) as other_distance
    from cluster_distances
    group by {{ keys | join(', ') }}, point_id
),

silhouettes as (
    select
        {{ keys | join(', ') }},
        point_id,
        case
            when other_distance is not null
                then coalesce((other_distance - own_distance) / nullif(greatest(other_distance, own_distance), 0), 0)
        end as silhouette
    from nearest
)

select * from silhouettes
{% endmacro %}
