{% macro _leaf_position(features, trees) -%}
    1
    {%- for level in range(1, 7) %}
    + case
        when {{ assay.array_value(features, trees ~ '.feature_' ~ level) }} > {{ trees }}.border_{{ level }}
            then {{ 2 ** (level - 1) }}
        else 0
    end
    {%- endfor %}
{%- endmacro %}
