{% macro piecewise_linear(value, corners, heights) %}
    {#- The height at `value` of the line through corners (increasing) and heights, flat outside; NULL stays NULL. -#}
    {{ return(adapter.dispatch('piecewise_linear', 'assay')(value, corners, heights)) }}
{% endmacro %}

{% macro default__piecewise_linear(value, corners, heights) -%}
    element_at(transform(
        array(size(filter({{ corners }}, corner -> corner <= {{ value }}))),
        below -> {{ assay._piecewise_linear(value, corners, heights) }}
    ), 1)
{%- endmacro %}

{% macro duckdb__piecewise_linear(value, corners, heights) -%}
    [
        {{ assay._piecewise_linear(value, corners, heights) }}
        for below in [len(list_filter({{ corners }}, lambda corner: corner <= {{ value }}))]
    ][1]
{%- endmacro %}

{#- `below` counts the corners at or under the value; it is looked up once, however often it is read. -#}
{% macro _piecewise_linear(value, corners, heights) -%}
    case
        when {{ value }} is null then null
        when below = 0 then {{ assay.array_value(heights, 1) }}
        when below = {{ assay.array_length(corners) }} then {{ assay.array_value(heights, 'below') }}
        else
            {{ assay.array_value(heights, 'below') }}
            + ({{ assay.array_value(heights, 'below + 1') }} - {{ assay.array_value(heights, 'below') }})
            / ({{ assay.array_value(corners, 'below + 1') }} - {{ assay.array_value(corners, 'below') }})
            * ({{ value }} - {{ assay.array_value(corners, 'below') }})
    end
{%- endmacro %}
