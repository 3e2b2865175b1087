{% macro item_counts(items, vocabulary) %}
    {#- How often an array holds each item of another one, as an array in the order of that one. -#}
    {{ return(adapter.dispatch('item_counts', 'assay')(items, vocabulary)) }}
{% endmacro %}

{% macro default__item_counts(items, vocabulary) -%}
    transform({{ vocabulary }}, term -> size(filter({{ items }}, item -> item = term)))
{%- endmacro %}

{% macro duckdb__item_counts(items, vocabulary) -%}
    list_transform({{ vocabulary }}, lambda term: len(list_filter({{ items }}, lambda item: item = term)))
{%- endmacro %}
