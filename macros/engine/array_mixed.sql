{% macro array_mixed(array, other, ranges) %}
    {#- An array whose values are those of `other` at the positions of `ranges`, a list of (first, last), else those of
        `array`; both have one length. -#}
    {{ return(adapter.dispatch('array_mixed', 'assay')(array, other, ranges)) }}
{% endmacro %}

{% macro default__array_mixed(array, other, ranges) -%}
    transform(
        arrays_zip({{ array }}, {{ other }}),
        (item, offset) -> case
            when {% for first, last in ranges %}offset + 1 between {{ first }} and {{ last }}{{ ' or ' if not loop.last }}
            {%- endfor %} then item['1']
            else item['0']
        end
    )
{%- endmacro %}

{% macro duckdb__array_mixed(array, other, ranges) -%}
    [
        case
            when {% for first, last in ranges %}place between {{ first }} and {{ last }}{{ ' or ' if not loop.last }}
            {%- endfor %} then {{ other }}[place]
            else {{ array }}[place]
        end
        for place in range(1, len({{ array }}) + 1)
    ]
{%- endmacro %}
