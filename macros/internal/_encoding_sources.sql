{% macro _encoding_sources(shape) %}
    {#- The joins behind a relation `entities` from which assay.encoded_array reads the codes of levels. -#}
    {%- if shape.codes -%}
        {{ assay.encoding_joins(
            shape.features, 'entities', shape.codes, {'use_case': dbt.string_literal(shape.model.use_case), 'fold': '0'}
        ) }}
    {%- elif shape.features | map(attribute='encoding') | select('in', assay._looked_up_encodings()) | list -%}
        {{ assay._output_joins(shape, shape.outputs[:1]) }}
    {%- endif -%}
{% endmacro %}
