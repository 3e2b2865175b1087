{% macro _branching_layout(use_case) %}
    {#- `form_layout` of a use case's current trees but those that assay_training__trees lays out. Empty until the
        models are built. -#}
    {%- set models = ref('assay_training__models') -%}
    {%- if not execute or load_relation(models) is none -%}
        {{ return({}) }}
    {%- endif -%}
    {{ return(assay.form_layout(
        '(select * from ' ~ models ~ " where is_current and " ~ assay._is_scored_as_stored() ~ " and use_case = '" ~ use_case ~ "')"
    )) }}
{% endmacro %}
