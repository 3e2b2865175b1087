{% macro _class_probabilities(shape) %}
    {#- The probabilities that assay.predict returns as a map by class, as an array in the order of the classes. -#}
    {%- set values = [] -%}
    {%- for class in shape.classes -%}
        {%- do values.append(assay.map_value(
            adapter.quote('predicted_' ~ shape.label ~ '_probs'), assay.text_literal(class)
        )) -%}
    {%- endfor -%}
    {{ return(assay.array_of(values, 'double')) }}
{% endmacro %}
