{% macro words(text) %}
    {#- The words of a text in lower case and in their order, as an array: runs of at least two letters, digits or
        underscores. NULL has no words: an empty array. -#}
    {{ return(adapter.dispatch('words', 'assay')(text)) }}
{% endmacro %}

{% macro default__words(text) -%}
    regexp_extract_all(lower(coalesce({{ text }}, '')), '[\\p{L}\\p{N}_]{2,}', 0)
{%- endmacro %}

{% macro duckdb__words(text) -%}
    regexp_extract_all(lower(coalesce({{ text }}, '')), '[\p{L}\p{N}_]{2,}')
{%- endmacro %}
