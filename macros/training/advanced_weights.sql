{% macro advanced_weights(model) %}
{#- The rows of assay.weights of an ml_model with standard_error and p_value (two-sided, that the weight is 0) of each,
    trained with calculate_p_values=true, which needs a model without penalty. Both are NULL where a feature is a
    combination of others: category_encoding_method='dummy_encoding' leaves one level of each text out. A query in
    brackets. The champion of a use case has a penalty, so no errors. -#}
{%- if model.use_case is defined -%}
    {{ exceptions.raise_compiler_error('assay.advanced_weights reads an ml_model: champions of use cases have no errors of weights.') }}
{%- endif -%}
(
    with

    assay_weights as (
        select * from {{ assay._select_weights(model) }} as weights
    ),

    assay_errors as (
        select
            {{ assay.exploded_arrays(
                {'standard_error': 'weight_standard_errors', 'p_value': 'weight_p_values'}, 'place'
            ) }}
        from {{ assay._current_model(model) }} as stored
    )

    select
        processed_input,
        category,
        feature_name,
        weight,
        standard_error,
        p_value
    from assay_weights
    left join assay_errors on assay_weights.position + 1 = assay_errors.place
)
{% endmacro %}
