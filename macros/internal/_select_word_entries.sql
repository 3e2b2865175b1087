{% macro _select_word_entries(trees, groups, depth, shape) -%}
    {#- One row per block of trees (_word_shape): `word_entries`, an array with the bits that each entry of each group
        (_feature_groups) sets in the words of the block. -#}
    {%- set words = range(shape.words) -%}
    {%- set sums = {} -%}
    {%- for word in words -%}
        {%- do sums.update({'word_' ~ word: 'coalesce(cast(sum(bin_words.word_' ~ word ~ ') as bigint), 0)'}) -%}
    {%- endfor -%}
    {%- set members = {'feature': [], 'bins': [], 'stride': [], 'entries': [], 'first_entry': []} -%}
    {%- for group in groups -%}
        {%- for member in group.members -%}
            {%- for name, value in dict(member, entries=group.entries, first_entry=group.first_entry).items() -%}
                {%- do members[name].append(value) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name, values in members.items() -%}
        {%- do members.update({name: assay.array_of(values, 'integer')}) -%}
    {%- endfor -%}
with

compared as (
    select
        tree,
        {{ assay.exploded_arrays({'feature': 'features', 'border': 'borders'}, 'level') }}
    from {{ trees }} as scored_trees
),

bits as (
    select
        feature,
        border,
        floor((tree - 1) / {{ shape.word_trees }}) as word,
        power(cast(2 as double), {{ depth }} * ((tree - 1) % {{ shape.word_trees }}) + level - 1) as weight
    from compared
    where border < cast('infinity' as float)
),

bins as (
    select
        feature,
        border,
        row_number() over (partition by feature order by border) as bin
    from (select distinct feature, border from bits) as borders
),

-- A bin exceeds its border and all borders below.
bin_words as (
    select
        bins.feature,
        bins.bin,
        floor(bits.word / {{ shape.words }}) as block
        {%- for word in words %},
        sum(case when bits.word % {{ shape.words }} = {{ word }} then bits.weight else 0 end) as word_{{ word }}
        {%- endfor %}
    from bins
    inner join bits on bins.feature = bits.feature and bins.border >= bits.border
    group by bins.feature, bins.bin, floor(bits.word / {{ shape.words }})
),

members as (
    select {{ assay.exploded_arrays(members, 'member') }}
),

entry_bins as (
    select
        blocks.block,
        members.feature,
        members.first_entry + places.place as entry,
        floor(places.place / members.stride) % members.bins as bin
    from members
    inner join ({{ assay.integers(0, (groups | map(attribute='entries') | max) - 1, 'place') }}) as places
        on members.entries > places.place
    cross join ({{ assay.integers(0, shape.blocks - 1, 'block') }}) as blocks
),

block_entries as (
    select
        entry_bins.block,
        entry_bins.entry,
        {{ assay.record(sums) }} as words
    from entry_bins
    left join bin_words
        on
            entry_bins.block = bin_words.block
            and entry_bins.feature = bin_words.feature
            and entry_bins.bin = bin_words.bin
    group by entry_bins.block, entry_bins.entry
)

select
    block,
    {{ assay.array_ordered('words', 'entry') }} as word_entries
from block_entries
group by block
{%- endmacro %}
