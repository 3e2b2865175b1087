{% macro item_rarities(items, vocabulary, counts, row_count) %}
    {#- TF-IDF of each item of `vocabulary`: its share of the array `items`, times ln(1 + rows / (1 + rows that hold
        it)), as an array. `counts` is a map from item to rows, `row_count` the number of rows. -#}
    {{ return(adapter.dispatch('item_rarities', 'assay')(items, vocabulary, counts, row_count)) }}
{% endmacro %}

{% macro default__item_rarities(items, vocabulary, counts, row_count) -%}
    transform({{ vocabulary }}, term -> coalesce(
        size(filter({{ items }}, item -> item = term)) / cast(nullif(size({{ items }}), 0) as double)
        * ln(1 + {{ row_count }} / (1 + cast(element_at({{ counts }}, term) as double))),
        0
    ))
{%- endmacro %}

{% macro duckdb__item_rarities(items, vocabulary, counts, row_count) -%}
    list_transform({{ vocabulary }}, lambda term: coalesce(
        len(list_filter({{ items }}, lambda item: item = term)) / cast(nullif(len({{ items }}), 0) as double)
        * ln(1 + {{ row_count }} / (1 + cast(({{ counts }})[term] as double))),
        0
    ))
{%- endmacro %}
