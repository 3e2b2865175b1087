{% macro reconstruction_loss(model, relation) %}
{#- The rows of `relation` with mean_squared_error, the mean over standardised features of the squared difference
    between the feature and what the principal components of `model` give back of it. A query in brackets; arguments as
    for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape is none -%}
(select * from {{ relation }} as entities)
{%- else -%}
{%- do assay._check_unlabelled(shape, 'reconstruction_loss', ['component']) -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    assay_reconstructed as (
        select
            *,
            {{ assay._unusualness(shape) }} as mean_squared_error
        from assay_scored
    )

    select {{ assay.star_without(assay._scoring_columns(shape)) }}
    from assay_reconstructed
)
{%- endif -%}
{% endmacro %}
