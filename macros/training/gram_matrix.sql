{% macro gram_matrix(relation, columns, weights=none, group_by=[], ridge=0) %}
    {#- A query with one row per group: the sums of products of every two columns, safe at any offset and scale.
        Columns: the group's keys, row_count, weight_bound (the largest weight), centres and scales (mean and standard
        deviation of each column), products (the matrix of a constant 1 and the standardised columns, row by row,
        weighted by weight / weight_bound). Three scans: bounds, moments, factors of products. By Cauchy and Schwarz no
        sum of products exceeds the number of rows, so the grid of `_grid_sum` is known before and the bytes do not
        depend on threads. No rows and no keys give one row of zeros.

        relation  relation or subquery in brackets; rows with a NULL, NaN or infinite value are left out, and so are
                  rows whose weight is not above 0
        columns   SQL expressions, the label last
        weights   SQL expression, or none
        group_by  names of columns
        ridge     added to the diagonal of every column but the last, in the units of the data -#}
    {{ return(adapter.dispatch('gram_matrix', 'assay')(relation, columns, weights, group_by, ridge)) }}
{% endmacro %}

{% macro default__gram_matrix(relation, columns, weights, group_by, ridge) -%}
{%- set size = columns | length + 1 -%}
{%- set rows = assay._gram_rows(relation, columns, weights, group_by) -%}
{%- set grouped = 'group by ' ~ group_by | join(', ') if group_by else '' -%}
with

gram_bounds as (
    select
        {% for key in group_by %}{{ key }}, {% endfor -%}
        cast(count(*) as double) as row_count,
        max(weight) as weight_bound,
        {% for place in range(1, size) -%}
        (min(value_{{ place }}) + max(value_{{ place }})) / 2 as middle_{{ place }},
        coalesce(nullif((max(value_{{ place }}) - min(value_{{ place }})) / 2, 0), 1) as radius_{{ place }},
        {% endfor -%}
        cast(1.5 as double) * power(cast(2 as double), ceil(log2(greatest(count(*), 1))) + 2) as corner
    from {{ rows }} as gram_rows
    {{ grouped }}
),

gram_units as (
    select
        {% for key in group_by %}gram_rows.{{ key }}, {% endfor -%}
        gram_bounds.corner,
        {% for place in range(1, size) -%}
        (gram_rows.value_{{ place }} - gram_bounds.middle_{{ place }}) / gram_bounds.radius_{{ place }} as unit_{{ place }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ rows }} as gram_rows
    inner join gram_bounds on {{ assay._same_keys('gram_rows', 'gram_bounds', group_by) }}
),

gram_moments as (
    select
        {% for key in group_by %}{{ key }}, {% endfor -%}
        {% for place in range(1, size) -%}
        {{ assay._grid_sum('unit_' ~ place, 'corner') }} / count(*) as first_{{ place }},
        {{ assay._grid_sum('unit_' ~ place ~ ' * unit_' ~ place, 'corner') }} / count(*) as second_{{ place }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from gram_units
    {{ grouped }}
),

gram_spreads as (
    select
        {% for key in group_by %}gram_bounds.{{ key }}, {% endfor -%}
        gram_bounds.row_count,
        gram_bounds.weight_bound,
        gram_bounds.corner,
        {% for place in range(1, size) -%}
        gram_bounds.middle_{{ place }} + gram_bounds.radius_{{ place }} * gram_moments.first_{{ place }} as centre_{{ place }},
        gram_bounds.radius_{{ place }} * coalesce(nullif(sqrt(greatest(
            gram_moments.second_{{ place }} - gram_moments.first_{{ place }} * gram_moments.first_{{ place }}, 0
        )), 0), 1) as scale_{{ place }}{{ ',' if not loop.last }}
        {% endfor %}
    from gram_bounds
    inner join gram_moments on {{ assay._same_keys('gram_bounds', 'gram_moments', group_by) }}
),

gram_factors as (
    select
        {% for key in group_by %}gram_rows.{{ key }}, {% endfor -%}
        gram_spreads.corner,
        gram_rows.weight / gram_spreads.weight_bound as factor_0,
        {%- for place in range(1, size - 1 if ridge else 1) %}
        {{ ridge }} / (gram_spreads.weight_bound * power(gram_spreads.scale_{{ place }}, 2)) as penalty_{{ place }},
        {%- endfor %}
        {% for place in range(1, size) -%}
        (gram_rows.value_{{ place }} - gram_spreads.centre_{{ place }}) / gram_spreads.scale_{{ place }} as factor_{{ place }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ rows }} as gram_rows
    inner join gram_spreads on {{ assay._same_keys('gram_rows', 'gram_spreads', group_by) }}
),

{#- The lower triangle, as planning takes longer with repeated sums. #}
{%- set blocks = assay._gram_blocks(size) %}

gram_blocks as (
    {%- for block in blocks %}
    {{ 'union all' if not loop.first }}
    {{ assay._select_gram_block(block, loop.index, size, group_by, weights, ridge) }}
    {%- endfor %}
),

gram_cells as (
    select
        {% for key in group_by %}{{ key }}, {% endfor -%}
        flatten({{ assay.array_ordered('block_cells', 'block') }}) as cells
    from gram_blocks
    {{ grouped }}
),

gram_products as (
    select
        gram_spreads.*,
        gram_cells.cells
    from gram_spreads
    inner join gram_cells on {{ assay._same_keys('gram_spreads', 'gram_cells', group_by) }}
),

{%- set held = {} -%}
{%- for cell in blocks | sum(start=[]) %}{% do held.update({cell: loop.index}) %}{% endfor -%}
{%- set positions = [] -%}
{%- for line in range(size) -%}
    {%- for place in range(size) -%}
        {%- do positions.append(held[([line, place] | max, [line, place] | min)]) -%}
    {%- endfor -%}
{%- endfor %}

gram_matrices as (
    select
        {% for key in group_by %}{{ key }}, {% endfor -%}
        row_count,
        weight_bound,
        {%- for name, absent in [('centre', 0), ('scale', 1)] %}
        {%- set values = [] -%}
        {%- for place in range(1, size) %}{% do values.append('coalesce(' ~ name ~ '_' ~ place ~ ', ' ~ absent ~ ')') %}{% endfor %}
        {{ assay.array_of(values, 'double') }} as {{ name }}s,
        {%- endfor %}
        {{ assay.array_transformed(assay.array_of(positions, 'integer'), 'position',
            'coalesce(' ~ assay.array_value('cells', 'position') ~ ', 0)') }} as products
    from gram_products
)

select * from gram_matrices
{%- endmacro %}
