{% macro _bin_steps(layout) %}
    {#- The steps above 1 that features of a layout take (_bin_layout), each with its features: {step: [feature]}. -#}
    {%- set steps = {} -%}
    {%- for feature, place in layout.items() if place.step > 1 -%}
        {%- do steps.setdefault(place.step, []).append(feature) -%}
    {%- endfor -%}
    {{ return(steps) }}
{% endmacro %}
