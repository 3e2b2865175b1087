{% macro _shown_feature() -%}
    {#- What a feature says of its column, as a text: the column's value, or the level that the row has; NULL where the
        feature does not tell. Reads encoding, level and `value` (centre + scale * feature). -#}
    case
            when encoding in {{ assay._valued_encodings() }} then cast(round(value, 4) as string)
            when encoding = 'one_hot' and value = 1 then level
        end
{%- endmacro %}
