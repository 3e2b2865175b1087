{% macro _valued_encodings() -%}
    {#- Encodings from which a column's value can be told as centre + scale * feature, as an SQL list. -#}
    ('numeric', 'boolean', 'imputer', 'standard_scaler', 'min_max_scaler', 'max_abs_scaler', 'robust_scaler')
{%- endmacro %}
