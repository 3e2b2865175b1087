{% macro _output_joins(shape, outputs=none) %}
    {#- Joins of the one row of each output of a model, as output_1, output_2 and so on. -#}
    {%- for output in shape.outputs if outputs is none or output in outputs %}
        cross join (
            select * from assay_outputs
            where output = {{ assay.text_literal(output.name) }}
        ) as output_{{ loop.index }}
    {%- endfor %}
{%- endmacro %}
