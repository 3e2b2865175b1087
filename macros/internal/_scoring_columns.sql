{% macro _scoring_columns(shape) %}
    {#- The columns that assay._scored_ctes adds to a relation and no macro returns. -#}
    {%- if shape.task == 'binary' -%}
        {{ return(['assay_features', 'assay_corners', 'assay_heights', 'assay_threshold']) }}
    {%- endif -%}
    {%- if shape.task == 'multiclass' -%}
        {{ return(['assay_features', 'assay_scores', 'assay_temperature']) }}
    {%- endif -%}
    {{ return(['assay_features'] + ([] if shape.task == 'regression' else ['assay_scores'])) }}
{% endmacro %}
