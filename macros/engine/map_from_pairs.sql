{% macro map_from_pairs(pairs, value_type) %}
    {#- A map literal from {key: SQL expression}; keys are text, each value is cast to
        value_type by itself, so that values of several types can stand side by side. -#}
    {{ return(adapter.dispatch('map_from_pairs', 'assay')(pairs, value_type)) }}
{% endmacro %}

{% macro default__map_from_pairs(pairs, value_type) -%}
    map_from_arrays(
        cast(array({% for key in pairs %}{{ assay.text_literal(key) }}{{ ', ' if not loop.last }}{% endfor %}) as array<string>),
        cast(array({% for value in pairs.values() %}cast({{ value }} as {{ value_type }}){{ ', ' if not loop.last }}{% endfor %}) as array<{{ value_type }}>)
    )
{%- endmacro %}

{% macro duckdb__map_from_pairs(pairs, value_type) -%}
    map(
        cast([{% for key in pairs %}{{ assay.text_literal(key) }}{{ ', ' if not loop.last }}{% endfor %}] as string[]),
        cast([{% for value in pairs.values() %}cast({{ value }} as {{ value_type }}){{ ', ' if not loop.last }}{% endfor %}] as {{ value_type }}[])
    )
{%- endmacro %}
