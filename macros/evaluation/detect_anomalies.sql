{% macro detect_anomalies(model, relation, contamination=0.1) %}
{#- The rows of `relation` with what assay.predict says of them by an ml_model without a label, and is_anomaly: whether
    a row is more unusual than all but the share `contamination` (to three digits) of the training rows; for the
    champion of a use case, whether its score reaches the champion's threshold. How unusual a row is stands in

    clusters    normalized_distance, the least distance to a centre in units of the cluster's radius (the root mean
                square distance of its training rows)
    components  mean_squared_error of what the components give back of a standardised feature
    anomalies   anomaly_score, from 0 to 1

    A query in brackets; until the model is built, the rows alone. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape is none -%}
(select * from {{ relation }} as entities)
{%- else -%}
{%- do assay._check_unlabelled(shape, 'detect_anomalies') -%}
{%- set measures = {'distance': 'normalized_distance', 'component': 'mean_squared_error'} -%}
{%- set place = 1 + (1000 * (1 - contamination)) | round | int -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    assay_measured as (
        select
            scored.*,
            {{ assay._unusualness(shape) }} as assay_unusualness,
            {{ 'output_1.threshold' if shape.codes
                else assay.array_value('output_1.unusualness_quantiles', place) }} as assay_limit
        from assay_scored as scored
        {{- assay._output_joins(shape) }}
    ),

    assay_judged as (
        select
            {{ assay.star_without(['assay_unusualness', 'assay_limit']) }},
            {% if shape.link in measures -%}
            assay_unusualness as {{ measures[shape.link] }},
            {% endif -%}
            assay_unusualness {{ '>=' if shape.codes else '>' }} assay_limit as is_anomaly
        from assay_measured
    ),

    {{ assay._select_predictions(shape, none, 'assay_judged') }}
)
{%- endif -%}
{% endmacro %}
