{% macro _select_borders(trees) -%}
    {#- One row: the distinct borders of a model's trees as one array, by feature and size. -#}
select {{ assay.array_ordered('border', 'place') }} as borders
from (
    select
        border,
        row_number() over (order by feature, border) as place
    from (
        select distinct feature, border
        from (
            select {{ assay.exploded_arrays({'feature': 'features', 'border': 'borders'}, 'level') }}
            from {{ trees }} as scored_trees
        ) as compared
        where border < cast('infinity' as float)
    ) as distinct_borders
) as numbered_borders
{%- endmacro %}
