{% macro table_sums(leaves, trees, tables, unit) %}
    {#- An array of sums, one per item of `trees`: the item is an array of numbers of trees, the same item of `tables`
        their arrays of values by leaf, and the sum takes from each the value at the tree's item of `leaves`, times
        `unit`. -#}
    {{ return(adapter.dispatch('table_sums', 'assay')(leaves, trees, tables, unit)) }}
{% endmacro %}

{% macro default__table_sums(leaves, trees, tables, unit) -%}
    transform(
        arrays_zip({{ trees }}, {{ tables }}),
        item -> {{ unit }} * aggregate(
            arrays_zip(item['0'], item['1']),
            cast(0 as double),
            (total, pair) -> total + pair['1'][{{ leaves }}[pair['0'] - 1] - 1]
        )
    )
{%- endmacro %}

{% macro duckdb__table_sums(leaves, trees, tables, unit) -%}
    [
        {{ unit }} * list_sum([
            {{ tables }}[item][place][{{ leaves }}[{{ trees }}[item][place]]]
            for place in range(1, len({{ trees }}[item]) + 1)
        ])
        for item in range(1, len({{ trees }}) + 1)
    ]
{%- endmacro %}
