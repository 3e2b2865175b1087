{% macro select_principal_component_info(models, keys) %}
{#- One row per component of a principal component analysis: principal_component_id (the largest variance first),
    eigenvalue (the variance of the training rows along it, in squared standard deviations), explained_variance_ratio
    (its share of the variance of all features) and cumulative_explained_variance_ratio. `models` is a relation or query
    in brackets as assay_training__models, `keys` its columns that name a model. -#}
{%- set model = keys | join(', ') ~ ', ' if keys else '' -%}
{%- set per_model = 'partition by ' ~ keys | join(', ') if keys else '' -%}
with

explained_outputs as (
    select
        {{ model -}}
        form,
        output,
        explained_variance,
        max(case when form = 'quadratic' then explained_variance end) over ({{ per_model }}) as total_variance
    from {{ models }} as reduced_models
    where link in ('component', 'residual')
),

components as (
    select
        {{ model -}}
        cast(output as integer) as principal_component_id,
        explained_variance as eigenvalue,
        explained_variance / total_variance as explained_variance_ratio
    from explained_outputs
    where form = 'linear'
),

principal_component_info as (
    select
        *,
        sum(explained_variance_ratio) over (
            {{ per_model }} order by principal_component_id rows between unbounded preceding and current row
        ) as cumulative_explained_variance_ratio
    from components
)

select * from principal_component_info
{% endmacro %}
