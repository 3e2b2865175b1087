{% macro predict(model, relation, threshold=0.5) %}
{#- The rows of `relation` with what `model` says of them, as a query in brackets: every column of the relation, then
    predicted_<label> (in the type of the label), predicted_<label>_probability (of the second of the two values of
    the label, in their order) and raw_score. `model` is the relation of an ml_model, `relation` a relation or a query
    in brackets that has the columns the model learnt from. The feature space is replayed as training left it;
    missing, infinite and unseen values mean what they meant there. Until the model is built, the rows alone. -#}
{%- if not execute or load_relation(model) is none -%}
(select * from {{ relation }} as entities)
{%- else -%}
{%- set stored = assay._current_model(model) -%}
{%- set label, label_type, form, link, depth = assay._ml_shape(stored) -%}
(
    with

    assay_space as (
        select
            *
            {%- if form == 'oblivious_trees' %},
            {{ assay.tree_items('tree_features', 'tree_borders', 'tree_leaf_values') }} as tree_items
            {%- endif %}
        from {{ stored }} as stored
    ),

    assay_encoded as (
        select
            entities.*,
            {{ assay.finite_array(assay._ml_features(stored)) }} as assay_features
        from {{ relation }} as entities
        cross join assay_space as space
    ),

    assay_scored as (
        select
            encoded.*,
            {{ assay._raw_score(form, depth, 'encoded.assay_features', 'space') }} as raw_score
        from assay_encoded as encoded
        cross join assay_space as space
    ),

    assay_probabilities as (
        select
            scored.*,
            {% if link == 'probability' -%}
            scored.raw_score
            {%- else -%}
            {{ assay.piecewise_linear(
                'scored.raw_score', 'space.calibration_scores', 'space.calibration_probabilities'
            ) }}
            {%- endif %} as {{ adapter.quote('predicted_' ~ label ~ '_probability') }},
            space.label_classes as assay_classes
        from assay_scored as scored
        cross join assay_space as space
    )

    select
        {{ assay.star_without(['assay_features', 'assay_classes']) }},
        cast(
            {{ assay.array_value(
                'assay_classes',
                'case when ' ~ adapter.quote('predicted_' ~ label ~ '_probability')
                ~ ' >= cast(' ~ threshold ~ ' as double) then 2 else 1 end'
            ) }} as {{ label_type }}
        ) as {{ adapter.quote('predicted_' ~ label) }}
    from assay_probabilities
)
{%- endif -%}
{% endmacro %}
