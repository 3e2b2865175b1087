{% macro principal_component_info(model) %}
{#- One row per component of a principal component analysis: principal_component_id (1 explains most), eigenvalue,
    explained_variance_ratio and cumulative_explained_variance_ratio. A query in brackets; `model` as for
    assay.predict. -#}
(
    {{ assay.select_principal_component_info(assay._current_model(model), []) }}
)
{% endmacro %}
