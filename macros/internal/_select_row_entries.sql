{% macro _select_row_entries(rows, trees, borders, groups) -%}
    {#- One row per row of `rows`: `entry_1`, ... for each group of features (_feature_groups). A feature's bin is the
        number of borders that it exceeds, counted in single precision, which is exact and narrow; the model's borders
        are one array, which stays constant over a batch of rows. -#}
    {%- set first = {} -%}
    {%- set total = namespace(borders=0) -%}
    {%- for feature, count in borders.items() -%}
        {%- do first.update({feature: total.borders + 1}) -%}
        {%- set total.borders = total.borders + count -%}
    {%- endfor -%}
select
    read_rows.example_number
    {%- for group in groups %},
    cast(
        {{ group.first_entry }}
        {%- for member in group.members %}
        {%- set exceeded = [] %}
        {%- for place in range(first[member.feature], first[member.feature] + borders[member.feature]) %}
        {%- do exceeded.append(
            'cast(read_rows.feature_' ~ member.feature ~ ' > '
            ~ assay.array_value('model.borders', place) ~ ' as float)'
        ) %}
        {%- endfor %}
        + cast({{ member.stride }} as float) * ({{ assay._nested_terms(exceeded, '+') }})
        {%- endfor %}
        as bigint
    ) as entry_{{ loop.index }}
    {%- endfor %}
from (
    {{ assay._select_compared_features(rows, borders) }}
) as read_rows
cross join (
    {{ assay._select_borders(trees) }}
) as model
{%- endmacro %}
