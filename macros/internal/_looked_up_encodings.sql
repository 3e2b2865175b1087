{% macro _looked_up_encodings() %}
    {#- Encodings whose code of a level is a row of assay_features__target_encodings, because a column may have
        many. -#}
    {{ return(['label_encoder', 'target', 'weight_of_evidence']) }}
{% endmacro %}
