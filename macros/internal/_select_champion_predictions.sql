{% macro _select_champion_predictions(use_case, declaration, shape, served, spaces, codes, decisions) %}
{#- The body of assay.predict_<use_case>: every column of the relation it is called with, then model_version, raw_score,
    probability, predicted_value and decision, named and computed as in assay.predictions. `shape` is {link,
    forms, layout} of the champion (assay._served_score), `served`, `spaces`, `codes` and `decisions` the relations of
    stages 8, 5, 5 and 1 that hold what it reads. -#}
{%- set own = 'use_case = ' ~ dbt.string_literal(use_case) -%}
{%- set score = 'assay_scored.raw_score' -%}
with

assay_encoded as (
    {{ assay._select_encoded_argument(use_case, declaration, shape, spaces, codes, decisions) }}
),

assay_scored as (
    select
        encoded.*,
        served.model_version,
        {{ assay._served_score(shape, 'encoded.assay_features') }} as raw_score,
        served.calibration_scores as assay_scores,
        served.calibration_probabilities as assay_probabilities,
        served.threshold as assay_threshold
    from assay_encoded as encoded
    cross join (select * from {{ served.include(database=false) }} where {{ own }}) as served
),

assay_mapped as (
    select
        assay_scored.*,
        {% if shape.link == 'probability' -%}
        {{ score }}
        {%- elif shape.link in ['logit', 'share'] -%}
        {{ assay.piecewise_linear(score, 'assay_scored.assay_scores', 'assay_scored.assay_probabilities') }}
        {%- else -%}
        cast(null as double)
        {%- endif %} as probability,
        {% if shape.link == 'identity' -%}
        {{ score }}
        {%- elif shape.link == 'log' -%}
        exp({{ score }})
        {%- else -%}
        cast(null as double)
        {%- endif %} as predicted_value
    from assay_scored
)

select
    {{ assay.star_without(['assay_features', 'assay_scores', 'assay_probabilities', 'assay_threshold']) }},
    probability >= assay_threshold as decision
from assay_mapped
{% endmacro %}
