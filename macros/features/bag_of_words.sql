{% macro bag_of_words(text, top_k=1000, frequency_threshold=5) %}
    {#- An array of how often the text holds each word that at least `frequency_threshold` texts of the query around
        hold, in alphabetical order, as BigQuery's ML.BAG_OF_WORDS, but dense and of a text. It finds the words anew
        on the relation it runs on: features.encodings of a declaration is the safe way, it keeps those of the
        training rows. -#}
    {%- set words = assay.words(text) -%}
    {{ assay.item_counts(
        words, assay.frequent_keys(assay.window_item_counts(words), top_k, frequency_threshold)
    ) }}
{%- endmacro %}
