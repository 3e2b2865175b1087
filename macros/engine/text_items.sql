{% macro text_items(text) %}
    {#- The items of a text list such as 'red, green; blue|red', as an array: what commas, semicolons and bars
        separate, without the blanks around and without repetition or order. NULL has no items: an empty array. -#}
    {{ return(adapter.dispatch('text_items', 'assay')(text)) }}
{% endmacro %}

{% macro default__text_items(text) -%}
    filter(array_distinct(split(trim(coalesce({{ text }}, '')), '\\s*[,;|]\\s*')), item -> item != '')
{%- endmacro %}

{% macro duckdb__text_items(text) -%}
    list_filter(
        list_distinct(regexp_split_to_array(trim(coalesce({{ text }}, '')), '\s*[,;|]\s*')), lambda item: item != ''
    )
{%- endmacro %}
