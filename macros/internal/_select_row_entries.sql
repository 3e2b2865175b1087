{% macro _select_row_entries(rows, trees, borders, groups) -%}
    {#- One row per row of `rows`: `entry_1`, ... for each group of features (_feature_groups), from the bins of its
        features (_select_row_bins). -#}
    {%- set compared -%}
    (
        select distinct
            feature,
            border
        from (
            select {{ assay.exploded_arrays({'feature': 'features', 'border': 'borders'}, 'level') }}
            from {{ trees }} as scored_trees
        ) as levels
        where border < cast('infinity' as float)
    )
    {%- endset -%}
select
    example_number
    {%- for group in groups %},
    cast(
        {{ group.first_entry }}
        {%- for member in group.members %}
        + cast({{ member.stride }} as float) * bin_{{ member.feature }}
        {%- endfor %}
        as bigint
    ) as entry_{{ loop.index }}
    {%- endfor %}
from (
    {{ assay._select_row_bins(rows, compared, assay._bin_layout(borders)) }}
) as row_bins
{%- endmacro %}
