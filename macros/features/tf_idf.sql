{% macro tf_idf(text, top_k=1000, frequency_threshold=5) %}
    {#- An array with, for each word of assay.bag_of_words, its share of the text's words times
        ln(1 + texts / (1 + texts with the word)), as BigQuery's ML.TF_IDF, but dense and of a text. It counts anew
        on the relation it runs on: features.encodings of a declaration is the safe way, it keeps the words and
        rarities of the training rows. -#}
    {%- set words = assay.words(text) -%}
    {%- set counts = assay.window_item_counts(words) -%}
    {{ assay.item_rarities(
        words,
        assay.frequent_keys(counts, top_k, frequency_threshold),
        counts,
        'count(' ~ text ~ ') over ()'
    ) }}
{%- endmacro %}
