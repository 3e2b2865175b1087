{% macro _select_goals(models, points) -%}
{#- One row per use case and position that trees of `models` (a CTE) compare: goals, the borders in order, of more than
    `points` as many, evenly thinned. -#}
with

comparisons as (
    {{ assay._select_comparisons(models) }}
),

borders as (
    select
        use_case,
        position,
        border,
        row_number() over (partition by use_case, position order by border) as place,
        cast(count(*) over (partition by use_case, position) as double) as n
    from (select distinct use_case, position, border from comparisons) as compared
    where abs(border) < cast('infinity' as double)
)

select
    use_case,
    position,
    {{ assay.array_ordered('border', 'place') }} as goals
from borders
where
    n <= {{ points }}
    or floor((place - 1) * {{ points }} / n) < floor(place * {{ points }} / n)
group by use_case, position
{%- endmacro %}
