{% macro _regression_meat(relation, label, features, weights, keys, errors, cluster) -%}
{#- Common table expressions after `regression_groups` that end in `regression_meat`: per group the sum of products of
    the scores (weight * residual * standardised column) of its rows or clusters, as an array, and the number of
    clusters. -#}
{%- set width = features | length + 1 -%}
{%- set held = keys + ([cluster] if cluster else []) -%}
{%- set columns = features + [label] -%}
regression_rows as (
    select
        gram_rows.*,
        regression_groups.inverse_rows,
        regression_groups.solution,
        gram_rows.weight / regression_groups.weight_bound as share,
        {%- set parts = ['1'] -%}
        {%- for column in columns -%}
            {%- do parts.append('(gram_rows.value_' ~ loop.index ~ ' - ' ~ assay.array_value('centres', loop.index)
                ~ ') / ' ~ assay.array_value('scales', loop.index)) -%}
        {%- endfor %}
        {{ assay.array_of(parts[:-1], 'double') }} as factors,
        {{ parts[-1] }} as target
    from {{ assay._gram_rows(relation, columns, weights, held) }} as gram_rows
    inner join regression_groups on {{ assay._same_keys('gram_rows', 'regression_groups', keys) }}
),

regression_residuals as (
    select
        *,
        share * (target - {{ assay.dot_product('factors', 'solution') }})
        {%- if errors in ('HC2', 'HC3') %}
        / {{ 'sqrt' if errors == 'HC2' }}(
            1 + share * {{ assay.dot_product('factors', assay.matrix_product('inverse_rows', 'factors')) }}
        )
        {%- endif %} as residual
    from regression_rows
),

regression_scores as (
    select
        {% for key in held %}{{ key }}, {% endfor -%}
        {% for place in range(1, width + 1) -%}
        {%- set score = 'residual * ' ~ assay.array_value('factors', place) -%}
        {{ assay.exact_sum(score) if cluster else score }} as score_{{ place }}{{ ',' if not loop.last }}
        {% endfor %}
    from regression_residuals
    {% if cluster %}group by {{ held | join(', ') }}{% endif %}
),

{%- set cells = [] -%}
{%- for line in range(1, width + 1) -%}
    {%- for place in range(1, line + 1) -%}
        {%- do cells.append(assay.exact_sum('score_' ~ line ~ ' * score_' ~ place)) -%}
    {%- endfor -%}
{%- endfor %}

regression_triangles as (
    select
        {% for key in keys %}{{ key }}, {% endfor -%}
        cast(count(*) as double) as cluster_count,
        {{ assay.array_of(cells, 'double') }} as triangle
    from regression_scores
    {% if keys %}group by {{ keys | join(', ') }}{% endif %}
),

regression_meat as (
    select
        {% for key in keys %}{{ key }}, {% endfor -%}
        cluster_count,
        {{ assay.matrix_rows(assay.mirrored_matrix('triangle', width), width, width) }} as meat_rows
    from regression_triangles
)
{%- endmacro %}
