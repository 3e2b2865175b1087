{% macro multi_hot_encoder(text, top_k=1000, frequency_threshold=5) %}
    {#- An array of 0 and 1, one per item that the text lists of the query around hold (separated by commas,
        semicolons or bars), in alphabetical order, as BigQuery's ML.MULTI_HOT_ENCODER, but dense. It finds the items
        anew on the relation it runs on: features.encodings of a declaration is the safe way, it keeps those of the
        training rows. -#}
    {%- set items = assay.text_items(text) -%}
    {{ assay.item_counts(
        items, assay.frequent_keys(assay.window_item_counts(items), top_k, frequency_threshold)
    ) }}
{%- endmacro %}
