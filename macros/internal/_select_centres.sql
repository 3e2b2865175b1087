{% macro _select_centres(points, keys) %}
{#- One row per value of `keys` of the relation `points`: `centre`, the mean of the arrays `point`, position by
    position. -#}
    select
        {{ keys }},
        {{ assay.array_ordered('coordinate', 'position') }} as centre
    from (
        select
            {{ keys }},
            position,
            {{ assay.exact_sum('coordinate') }} / count(*) as coordinate
        from (
            select
                {{ keys }},
                {{ assay.exploded_arrays({'coordinate': 'point'}, 'position') }}
            from {{ points }}
        ) as coordinates
        group by {{ keys }}, position
    ) as means
    group by {{ keys }}
{%- endmacro %}
