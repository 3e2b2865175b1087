{% macro select_principal_components(models, keys) %}
{#- One row per component and feature of a principal component analysis: principal_component_id (the largest variance
    first), position, feature_name and numerical_value, the weight of the standardised feature in a direction of length
    1. `models` is a relation or query in brackets as assay_training__models, `keys` its columns that name a model. -#}
{%- set model = keys | join(', ') ~ ', ' if keys else '' -%}
with

weighted_features as (
    select
        {{ model -}}
        cast(output as integer) as principal_component_id,
        sqrt({{ assay.dot_product('coefficients', 'coefficients') }}) as length,
        {{ assay.exploded_arrays({'feature_name': 'feature_names', 'coefficient': 'coefficients'}, 'position') }}
    from {{ models }} as reduced_models
    where form = 'linear' and link in ('component', 'residual')
),

principal_components as (
    select
        {{ model -}}
        principal_component_id,
        cast(position as integer) as position,
        feature_name,
        coefficient / length as numerical_value
    from weighted_features
)

select * from principal_components
{% endmacro %}
