{% macro _class_number(label, classes) %}
    {#- The position of a label among the classes, from 0, as an expression: of two classes 1 is the event. -#}
    case cast({{ label }} as string)
            {%- for class in classes %}
            when {{ assay.text_literal(class) }} then {{ loop.index0 }}
            {%- endfor %}
        end
{%- endmacro %}
