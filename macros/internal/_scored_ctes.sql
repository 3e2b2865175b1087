{% macro _scored_ctes(shape, relation, is_scored=true) %}
    {#- Three CTEs that score any relation by a model (`shape` is assay._read_model): assay_outputs, assay_encoded (the
        relation with assay_features) and, if `is_scored`, assay_scored (with assay_scores, the raw score of each output in
        order). -#}
    assay_outputs as (
        select
            *
            {%- if not shape.is_laid_out %},
            {{ assay.tree_items('tree_features', 'tree_borders', 'tree_leaf_values') }} as tree_items,
            {{ assay.branch_items() }} as branch_items
            {%- endif %}
        from {{ shape.current }} as stored
    ),

    assay_encoded as (
        select
            entities.*,
            {{ assay.encoded_array(
                shape.features, 'entities', shape.decided_at, none if shape.codes else 'output_1'
            ) }} as assay_features
        from {{ relation }} as entities
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
            {{ assay.array_of(scores, 'double') }} as assay_scores
        from assay_encoded as encoded
        {{- assay._output_joins(shape) }}
    )
    {%- endif %}
{%- endmacro %}
