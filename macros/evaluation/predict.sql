{% macro predict(model, relation, threshold=none) %}
{#- The rows of `relation` with what `model` says of them, as a query in brackets: every column of the relation, then by
    the model's task

    binary      predicted_<label> (in the type of the label), predicted_<label>_probability (of the event, the second of
                the two values of the label in their order), raw_score
    multiclass  predicted_<label>, predicted_<label>_probs (a map of probabilities by class)
    regression  predicted_<label>, raw_score
    clustering  centroid_id (1 is the largest cluster), nearest_centroid_distance, centroid_distances (an array by
                centroid_id, in standardised units)
    reduction   principal_component_1, principal_component_2 and so on
    anomaly     anomaly_score, from 0 to 1

    `model` is the relation of an ml_model or assay.champion('<use case>'), `relation` a relation or a query in brackets
    that has the columns the model learnt from. At `threshold` a probability makes the event: the champion's, 0.5 for an
    ml_model. The feature space is replayed as training left it; missing, infinite and unseen values mean what they
    meant there. Until the model is built, the rows alone. -#}
{%- set shape = assay._read_model(model) -%}
{%- if shape is none -%}
(select * from {{ relation }} as entities)
{%- else -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    {{ assay._select_predictions(shape, threshold) }}
)
{%- endif -%}
{% endmacro %}
