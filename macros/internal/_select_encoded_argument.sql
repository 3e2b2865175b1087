{% macro _select_encoded_argument(use_case, declaration, shape, spaces, codes, decisions) %}
    {#- One row per row of the relation that assay.predict_<use_case> is called with: its columns, and assay_features,
        the array of the champion's feature space; empty where all forms of `shape` are constants. Arguments as for
        _select_champion_predictions. -#}
    {%- set own = 'use_case = ' ~ dbt.string_literal(use_case) -%}
    {%- set reads = shape.forms | rejectattr('form', 'equalto', 'constant') | list -%}
    {%- set features = assay.feature_rows(spaces, own) if reads else [] -%}
    {%- set decided_at = 'cast(entities.' ~ adapter.quote(declaration.entity.time) ~ ' as timestamp)' -%}
    select
        entities.*,
        {{ assay.encoded_array(features, 'entities', decided_at) }} as assay_features
    from {{ assay._argument_entities(use_case, declaration, decisions) }} as entities
    {{- assay.encoding_joins(
        features, 'entities', codes.include(database=false), {'use_case': dbt.string_literal(use_case), 'fold': '0'}
    ) }}
{%- endmacro %}
