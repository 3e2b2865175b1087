{% macro frequent_keys(counts, top_k, frequency_threshold, first=1) %}
    {#- The keys of a map from key to count that reach the threshold, from the `first` to the `top_k` most frequent
        one, as an array in the order of the keys. Of keys that are equally frequent the lower one comes first. -#}
    {{ return(adapter.dispatch('frequent_keys', 'assay')(counts, top_k, frequency_threshold, first)) }}
{% endmacro %}

{% macro default__frequent_keys(counts, top_k, frequency_threshold, first) -%}
    array_sort(transform(
        slice(
            array_sort(transform(
                filter(map_entries({{ counts }}), entry -> entry.value >= {{ frequency_threshold }}),
                entry -> struct(-entry.value as places, entry.key as item)
            )),
            {{ first }},
            {{ top_k - first + 1 }}
        ),
        pair -> pair.item
    ))
{%- endmacro %}

{% macro duckdb__frequent_keys(counts, top_k, frequency_threshold, first) -%}
    list_sort([
        pair.item
        for pair in list_sort([
            {'places': -cast(entry.value as bigint), 'item': entry.key}
            for entry in map_entries({{ counts }})
            if entry.value >= {{ frequency_threshold }}
        ])[{{ first }}:{{ top_k }}]
    ])
{%- endmacro %}
