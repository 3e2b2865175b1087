{% macro tree_items(positions, borders, leaves) %}
    {#- An array with one item per symmetric tree of a stored model, as assay.tree_sum reads it; borders are floats. -#}
    {{ return(adapter.dispatch('tree_items', 'assay')(positions, borders, leaves)) }}
{% endmacro %}

{% macro default__tree_items(positions, borders, leaves) -%}
    transform(
        arrays_zip({{ positions }}, {{ borders }}, {{ leaves }}),
        item -> struct(item['0'] as positions, cast(item['1'] as array<float>) as borders, item['2'] as leaves)
    )
{%- endmacro %}

{% macro duckdb__tree_items(positions, borders, leaves) -%}
    [
        struct_pack(
            positions := {{ positions }}[place],
            borders := cast({{ borders }}[place] as float[]),
            leaves := {{ leaves }}[place]
        )
        for place in range(1, len({{ positions }}) + 1)
    ]
{%- endmacro %}
