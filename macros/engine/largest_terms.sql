{% macro largest_terms(names, values, count) %}
    {#- An array of {feature, attribution}, the `count` items largest in size, the largest first; of equal ones the
        earlier name. `names` is a list of texts, `values` an array of doubles in their order. -#}
    {{ return(adapter.dispatch('largest_terms', 'assay')(names, values, count)) }}
{% endmacro %}

{% macro default__largest_terms(names, values, count) -%}
    transform(
        slice(
            array_sort(transform(
                {{ values }},
                (value, place) -> struct(-abs(value) as size, place as place, value as attribution)
            )),
            1,
            {{ count }}
        ),
        item -> struct({{ assay._text_array(names) }}[item.place] as feature, item.attribution as attribution)
    )
{%- endmacro %}

{% macro duckdb__largest_terms(names, values, count) -%}
    [
        struct_pack(feature := {{ assay._text_array(names) }}[item.place], attribution := {{ values }}[item.place])
        for item in list_sort([
            struct_pack(size := -abs({{ values }}[place]), place := place)
            for place in range(1, len({{ values }}) + 1)
        ])[:{{ count }}]
    ]
{%- endmacro %}
