{% macro _scored_ctes(shape, relation, is_scored=true) %}
    {#- CTEs that score any relation by a model (`shape` is assay._read_model): assay_outputs (the model with its trees
        laid out), assay_encoded (the relation with assay_features) and, if `is_scored`, assay_scored (with
        raw_score of an event or a quantity, and what its probability is read from; of other tasks with assay_scores,
        the raw score of each output in order). -#}
    assay_outputs as (
        select
            *,
            {{ assay.tree_items('tree_features', 'tree_borders', 'tree_leaf_values') }} as tree_items,
            {{ assay.branch_items() }} as branch_items
        from {{ shape.current }} as stored
    ),

    assay_encoded as (
        select
            entities.*,
            {{ assay.encoded_array(
                shape.features, 'entities', shape.decided_at, none if shape.codes else 'output_1'
            ) }} as assay_features
        from {{ assay._asked_rows(shape, relation) }} as entities
        {{- assay._encoding_sources(shape) }}
    )
    {%- if is_scored %},

    assay_scored as (
        select
            encoded.*,
            {%- set scores = [] -%}
            {%- for output in shape.outputs -%}
                {%- do scores.append(assay._raw_score(
                    output.form, shape.layout, 'encoded.assay_features', 'output_' ~ loop.index, output.comparison
                )) -%}
            {%- endfor %}
            {%- if shape.task == 'binary' %}
            output_1.calibration_scores as assay_corners,
            output_1.calibration_probabilities as assay_heights,
            {{ shape.threshold }} as assay_threshold,
            {%- endif %}
            {%- if shape.task == 'multiclass' %}
            coalesce(output_1.temperature, 1) as assay_temperature,
            {%- endif %}
            {{ scores[0] ~ ' as raw_score' if shape.task in ('binary', 'regression')
                else assay.array_of(scores, 'double') ~ ' as assay_scores' }}
        from assay_encoded as encoded
        {{- assay._output_joins(shape) }}
    )
    {%- endif %}
{%- endmacro %}
