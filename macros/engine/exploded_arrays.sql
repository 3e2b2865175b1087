{% macro exploded_arrays(arrays, position_name) %}
    {#- Select items that turn one row into one row per element of arrays of equal length ({name: array}):
        the elements under their names and their position from 1. -#}
    {{ return(adapter.dispatch('exploded_arrays', 'assay')(arrays, position_name)) }}
{% endmacro %}

{% macro default__exploded_arrays(arrays, position_name) -%}
    inline(transform(
        arrays_zip({{ arrays.values() | join(', ') }}),
        (item, offset) -> struct(
            offset + 1 as {{ position_name }}
            {%- for name in arrays %}, item[{{ loop.index0 }}] as {{ name }}{% endfor %}
        )
    ))
{%- endmacro %}

{% macro duckdb__exploded_arrays(arrays, position_name) -%}
    unnest(generate_series(1, len({{ arrays.values() | first }}))) as {{ position_name }}
    {%- for name, array in arrays.items() %},
        unnest({{ array }}) as {{ name }}
    {%- endfor %}
{%- endmacro %}
