{% macro _select_champion_structure(use_case, declaration, shape, served, spaces, codes, decisions) %}
{#- The body of assay.predict_<use_case> of a task without a label: every column of the relation it is called with, then
    model_version and what assay.predict says by the task (centroid_id and distances, principal components, or
    anomaly_score); of anomalies also decision, whether the score reaches the champion's threshold. Arguments as for
    _select_champion_predictions; `shape` has outputs, {name, form, comparison} of each in order. -#}
{%- set own = 'use_case = ' ~ dbt.string_literal(use_case) -%}
{%- set features = assay.feature_rows(spaces, own) if shape.forms | rejectattr('form', 'equalto', 'constant') | list else [] -%}
{%- set entities = assay._argument_entities(use_case, declaration, decisions) -%}
{%- set decided_at = 'cast(entities.' ~ adapter.quote(declaration.entity.time) ~ ' as timestamp)' -%}
{%- set scores = [] -%}
{%- for output in shape.outputs -%}
    {%- do scores.append(assay._raw_score(
        output.form, shape.layout, 'encoded.assay_features', 'output_' ~ loop.index, output.comparison
    ) | trim) -%}
{%- endfor -%}
with

assay_outputs as (
    select * from {{ served.include(database=false) }}
    where {{ own }}
),

assay_encoded as (
    select
        entities.*,
        {{ assay.encoded_array(features, 'entities', decided_at) }} as assay_features
    from {{ entities }} as entities
    {{- assay.encoding_joins(
        features, 'entities', codes.include(database=false), {'use_case': dbt.string_literal(use_case), 'fold': '0'}
    ) }}
),

assay_scored as (
    select
        encoded.*,
        output_1.model_version,
        output_1.threshold as assay_threshold,
        {{ assay.array_of(scores, 'double') }} as assay_scores
    from assay_encoded as encoded
    {{- assay._output_joins(shape) }}
),

assay_predicted as (
    with

    {{ assay._select_predictions(shape, none, 'assay_scored') }}
)

select
    {{ assay.star_without(['assay_threshold']) }}
    {%- if shape.task == 'anomaly' %},
    anomaly_score >= assay_threshold as decision
    {%- endif %}
from assay_predicted
{% endmacro %}
