{% macro _leaf_word_shape(layout) %}
    {#- How the leaves that a row can still reach are written as bits, from a comparison's assay.leaf_word_layout:
        {leaves: bits of a tree, word_trees: trees that share a word of 62 bits, words: words of a block, bins: the
        assay._bin_layout of the features, entries: {feature: {first, borders, last_bin}}}. A block is as many words of
        one model as one step of scoring makes. Entries of all features are numbered through from 1, one for each bin; a
        missing value has the last bin, and what lies between that of the largest value and the last means it too. -#}
    {%- set most_words = 10 -%}
    {%- set word_trees = 62 // layout.leaves -%}
    {%- set word_count = (layout.trees + word_trees - 1) // word_trees -%}
    {%- set blocks = (word_count + most_words - 1) // most_words -%}
    {%- set bins = assay._bin_layout(layout.borders) -%}
    {%- set entries = {} -%}
    {%- set total = namespace(entries=0) -%}
    {%- for feature, place in bins.items() -%}
        {%- set last_bin = place.count // place.step * place.step + place.step - 1 -%}
        {%- do entries.update({feature: {'first': total.entries + 1, 'borders': place.count, 'last_bin': last_bin}}) -%}
        {%- set total.entries = total.entries + last_bin + 1 -%}
    {%- endfor -%}
    {{ return({
        'leaves': layout.leaves,
        'word_trees': word_trees,
        'words': (word_count + blocks - 1) // blocks,
        'bins': bins,
        'entries': entries,
    }) }}
{% endmacro %}
