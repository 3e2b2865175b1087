{% macro _regression_degrees(errors, group_by) -%}
{#- Common table expressions after `regression_groups` (and `regression_meat`, unless errors are classic) that end in
    `regression_quantiles_3`: degrees of freedom, the correction of robust errors for few rows or clusters, and the 97.5
    % quantile of Student's t by Newton's method. -#}
regression_degrees as (
    select
        regression_groups.*,
        {% if errors == 'classic' -%}
        residual_degrees as degrees,
        {%- elif errors == 'cluster' -%}
        regression_meat.meat_rows,
        regression_meat.cluster_count - 1 as degrees,
        {{ assay._cluster_correction('regression_meat.cluster_count') }}
        * (row_count - 1) / residual_degrees as correction,
        {%- else -%}
        regression_meat.meat_rows,
        residual_degrees as degrees,
        {{ 'row_count / residual_degrees' if errors == 'HC1' else 'cast(1 as double)' }} as correction,
        {%- endif %}
        case when evidence_status in ('ok', 'penalised') then 1 end as is_solved,
        case when evidence_status = 'ok' then 1 end as has_errors
    from regression_groups
    {%- if errors != 'classic' %}
    left join regression_meat on {{ assay._same_keys('regression_groups', 'regression_meat', group_by) }}
    {%- endif %}
),

regression_quantiles as (
    select
        *,
        {{ assay._student_t_start('degrees') }} as quantile_0
    from regression_degrees
),

{% for round in range(3) -%}
regression_quantiles_{{ loop.index }} as (
    select
        *,
        quantile_{{ round }}
        + ({{ assay.student_t_probability('quantile_' ~ round, 'degrees') }} - cast(0.05 as double))
        / (2 * {{ assay._student_t_density('quantile_' ~ round, 'degrees') }}) as quantile_{{ loop.index }}
    from regression_quantiles{{ '_' ~ loop.index0 if not loop.first }}
){{ ',' if not loop.last }}

{% endfor -%}
{%- endmacro %}
