{% macro reconstruction_loss(model, relation) %}
{#- The rows of `relation` with mean_absolute_error and mean_squared_error, means over standardised features of the
    difference between the feature and what the principal components of `model` give back of it. A query in brackets;
    arguments as for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape is none -%}
(select * from {{ relation }} as entities)
{%- else -%}
{%- do assay._check_unlabelled(shape, 'reconstruction_loss', ['component']) -%}
{%- set parts = [] -%}
{%- for output in shape.outputs if output.form == 'linear' -%}
    {%- do parts.append((assay.array_value('assay_scores', loop.index), 'output_' ~ loop.index ~ '.coefficients')) -%}
{%- endfor -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    assay_reconstructed as (
        select
            scored.*,
            {{ assay.absolute_residual_sum(
                'assay_features', 'output_1.feature_means', 'output_1.feature_scales', parts
            ) }} / {{ shape.features | length }} as mean_absolute_error,
            {{ assay._unusualness(shape) }} as mean_squared_error
        from assay_scored as scored
        {{- assay._output_joins(shape) }}
    )

    select {{ assay.star_without(assay._scoring_columns(shape)) }}
    from assay_reconstructed
)
{%- endif -%}
{% endmacro %}
