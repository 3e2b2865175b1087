{% macro _select_champion_structure(use_case, declaration, shape, served, spaces, codes, decisions) %}
{#- The body of assay.predict_<use_case> of a task without a label: every column of the relation it is called with, then
    model_version and what assay.predict says by the task (centroid_id and distances, principal components, or
    anomaly_score); of anomalies also decision, whether the score reaches the champion's threshold. Arguments as for
    _select_champion_predictions; `shape` has outputs, {name, form, comparison} of each in order. -#}
{%- set own = 'use_case = ' ~ dbt.string_literal(use_case) -%}
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
    {{ assay._select_encoded_argument(use_case, declaration, shape, spaces, codes, decisions) }}
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
