{% macro _select_row_bins(rows, borders, layout, type='float', operator='>', missing='-infinity') -%}
    {#- One row per row of `rows`: `bin_<feature>` for each feature of `layout` (_bin_layout), the number of `borders`
        (a query in brackets: feature, border) that it exceeds, or meets where `operator` is >=, compared as `type` and
        counted in single precision, which is exact and narrow; `missing` is what a missing value counts as
        (_select_compared_features). Borders are arrays, which stay constant over a batch of rows. -#}
    {%- set steps = assay._bin_steps(layout) -%}
select
    example_number
    {%- for feature, place in layout.items() %}
    {%- set exceeded = [] %}
    {%- for border in range(1, place.step) %}
    {%- do exceeded.append(
        'cast(feature_' ~ feature ~ ' ' ~ operator ~ ' cell_borders_' ~ feature ~ '.border_' ~ border ~ ' as float)'
    ) %}
    {%- endfor %},
    {% if exceeded -%}
    cast({{ place.step }} as float) * cell_{{ feature }} + ({{ assay._nested_terms(exceeded, '+') }})
    {%- else -%}
    cell_{{ feature }}
    {%- endif %} as bin_{{ feature }}
    {%- endfor %}
from (
    select
        example_number
        {%- for feature, place in layout.items() %},
        cell_{{ feature }}
        {%- if place.step > 1 %},
        feature_{{ feature }},
        {{ assay.array_value(
            'cells_' ~ place.step, 'cast(' ~ place.first_cell ~ ' + cell_' ~ feature ~ ' as integer)'
        ) }} as cell_borders_{{ feature }}
        {%- endif %}
        {%- endfor %}
    from (
        select
            read_rows.example_number
            {%- for step in steps %},
            model.cells_{{ step }}
            {%- endfor %}
            {%- for feature, place in layout.items() %}
            {%- set exceeded = [] %}
            {%- for border in range(place.first + place.step - 1, place.first + place.count, place.step) %}
            {%- do exceeded.append(
                'cast(read_rows.feature_' ~ feature ~ ' ' ~ operator ~ ' '
                ~ assay.array_value('model.borders', border) ~ ' as float)'
            ) %}
            {%- endfor %},
            {%- if place.step > 1 %}
            read_rows.feature_{{ feature }},
            {%- endif %}
            {{ assay._nested_terms(exceeded, '+') }} as cell_{{ feature }}
            {%- endfor %}
        from (
            {{ assay._select_compared_features(rows, layout, type, missing) }}
        ) as read_rows
        cross join (
            {{ assay._select_borders(borders, layout) }}
        ) as model
    ) as row_cells
) as row_cell_borders
{%- endmacro %}
