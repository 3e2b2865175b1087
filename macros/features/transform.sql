{% macro transform(model, relation) %}
{#- The rows of `relation` with `features`, the array of floats that `model` reads (names and positions:
    assay.feature_info). A query in brackets; arguments as for assay.predict. -#}
{%- if not execute or load_relation(model) is none -%}
(select entities.*, {{ assay.array_of([], 'float') }} as features from {{ relation }} as entities)
{%- else -%}
{%- set stored = assay._current_model(model) -%}
(
    select
        entities.*,
        {{ assay.finite_array(assay._ml_features(stored)) }} as features
    from {{ relation }} as entities
    cross join {{ stored }} as space
)
{%- endif -%}
{% endmacro %}
