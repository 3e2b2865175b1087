{% macro _select_champion_classes(use_case, declaration, shape, served, spaces, codes, decisions) %}
{#- The body of assay.predict_<use_case> of a multiclass task: every column of the relation it is called with, then
    model_version, predicted_class, its probability and class_probabilities, a map of all. Arguments as for
    _select_champion_predictions. -#}
{%- set own = 'use_case = ' ~ dbt.string_literal(use_case) -%}
{%- set logit = ('ln(assay_score)' if shape.link == 'share' else 'assay_score') ~ ' / assay_temperature' -%}
with

assay_encoded as (
    {{ assay._select_encoded_argument(use_case, declaration, shape, spaces, codes, decisions) }}
),

assay_scored as (
    select
        encoded.*,
        served.model_version,
        served.output as assay_class,
        {{ assay._served_score(shape, 'encoded.assay_features') }} as assay_score,
        served.temperature as assay_temperature
    from (select *, row_number() over () as assay_row from assay_encoded) as encoded
    cross join (select * from {{ served.include(database=false) }} where {{ own }}) as served
),

assay_ranked as (
    select
        *,
        {% if shape.link == 'probability' -%}
        assay_score
        {%- else -%}
        exp({{ logit }} - max({{ logit }}) over (partition by assay_row))
        {%- endif %} as assay_odds,
        row_number() over (partition by assay_row order by assay_score desc, assay_class asc) as assay_rank
    from assay_scored
),

assay_shared as (
    select
        *,
        assay_odds
        {%- if shape.link != 'probability' %}
        / cast(sum(cast(assay_odds as decimal(38, 12))) over (partition by assay_row) as double)
        {%- endif %} as probability
    from assay_ranked
),

assay_mapped as (
    select
        *,
        assay_class as predicted_class,
        {{ assay.map_over('assay_class', 'probability', 'assay_row') }} as class_probabilities
    from assay_shared
)

select
    {{ assay.star_without([
        'assay_row', 'assay_features', 'assay_class', 'assay_score', 'assay_temperature', 'assay_odds', 'assay_rank',
    ]) }}
from assay_mapped
where assay_rank = 1
{% endmacro %}
