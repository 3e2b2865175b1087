{% macro transform(model, relation) %}
{#- The rows of `relation` with `features`, the array of floats that `model` reads (names and positions:
    assay.feature_info). A query in brackets; arguments as for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape is none -%}
(select entities.*, {{ assay.array_of([], 'float') }} as features from {{ relation }} as entities)
{%- else -%}
(
    with

    {{ assay._scored_ctes(shape, relation, is_scored=false) }}

    select
        {{ assay.star_without(['assay_features']) }},
        assay_features as features
    from assay_encoded
)
{%- endif -%}
{% endmacro %}
