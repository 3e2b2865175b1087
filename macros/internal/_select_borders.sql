{% macro _select_borders(borders, layout) -%}
    {#- One row: the distinct `borders` (a query in brackets: feature, border) as one array, by feature and size
        (`borders`), and for each step of the layout (_bin_layout) an array with a record of the borders within each
        cell (`cells_<step>`), filled up with infinity, which no value exceeds. -#}
with

numbered as (
    select
        feature,
        border,
        row_number() over (order by feature, border) as place,
        row_number() over (partition by feature order by border) as feature_place
    from {{ borders }} as distinct_borders
),

{% set steps = assay._bin_steps(layout) -%}
{%- for step, features in steps.items() %}
{%- set within = {} %}
{%- for place in range(1, step) %}
{%- do within.update({'border_' ~ place:
    'coalesce(max(case when feature_place % ' ~ step ~ ' = ' ~ place ~ " then border end), cast('infinity' as float))"
}) %}
{%- endfor %}
filled_{{ step }} as (
    select
        min(place) as first_place,
        {{ assay.record(within) }} as cell
    from numbered
    where feature in ({{ features | join(', ') }})
    group by feature, floor(feature_place / {{ step }})
),

{% endfor -%}
ordered as (
    select {{ assay.array_ordered('border', 'place') }} as borders
    from numbered
)

select
    ordered.borders
    {%- for step in steps %},
    ordered_{{ step }}.cells_{{ step }}
    {%- endfor %}
from ordered
{%- for step in steps %}
cross join (
    select {{ assay.array_ordered('cell', 'first_place') }} as cells_{{ step }}
    from filled_{{ step }}
) as ordered_{{ step }}
{%- endfor %}
{%- endmacro %}
