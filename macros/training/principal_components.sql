{% macro principal_components(model) %}
{#- One row per component of a principal component analysis and feature: principal_component_id (1 explains most),
    feature, numerical_value (the weight of the standardised feature in a direction of length 1). A query in brackets;
    `model` as for assay.predict. -#}
(
    select
        principal_component_id,
        feature_name as feature,
        numerical_value
    from ({{ assay.select_principal_components(assay._current_model(model), []) }}) as principal_components
)
{% endmacro %}
