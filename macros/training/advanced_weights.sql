{% macro advanced_weights(model) %}
{#- The rows of assay.weights with standard_error and p_value (two-sided, that the weight is 0) of each, and reason: why
    they are NULL. Errors are stored with linear, logistic and poisson models of an event or a quantity that were
    trained without a penalty; there are none where a feature is a combination of others
    (category_encoding_method='dummy_encoding' leaves one level of each text out), where a penalty moves weights by more
    than chance does, or of several classes. A query in brackets; `model` as for assay.predict. -#}
{%- set size = assay.array_length('weight_standard_errors') -%}
(
    with

    assay_weights as (
        select * from {{ assay._select_weights(model) }} as weights
    ),

    assay_stored as (
        select * from {{ assay._current_model(model) }} as stored
        where form = 'linear'
    ),

    assay_errors as (
        select
            output,
            {{ assay.exploded_arrays(
                {'standard_error': 'weight_standard_errors', 'p_value': 'weight_p_values'}, 'place'
            ) }}
        from assay_stored
    ),

    assay_reasons as (
        select
            output,
            case
                when task = 'multiclass' then 'weights of several classes have no errors'
                when weight_standard_errors is null
                    then 'no errors are stored: only linear, logistic and poisson models without a penalty have them'
                when {{ size }} = 0 then 'a feature is a combination of others, or rows are too few'
            end as reason
        from assay_stored
    )

    select
        class,
        processed_input,
        category,
        feature_name,
        weight,
        standard_error,
        p_value,
        reason
    from assay_weights
    inner join assay_reasons on assay_weights.output = assay_reasons.output
    left join assay_errors
        on assay_weights.output = assay_errors.output and assay_weights.position + 1 = assay_errors.place
)
{% endmacro %}
