{% macro _select_pack_words(rows, slots, layout, tables) %}
{#- One row per row of `rows` and pack of symmetric trees: the columns of `tables` (a query with a row per pack) and
    `word`, which holds the index of the leaf that the row falls into, for every tree of the pack.

    Every pack of trees meets every row in a cross join, where a pack's numbers stay constant over a batch of
    rows. A slot belongs to one feature, so that a feature is read once per row, not once per comparison; where
    it exceeds the slot's border, the slot's bit is added to the pack's word (exact in double, and not checked
    for overflow). A missing feature exceeds nothing. -#}
select
    read_rows.example_number,
    packs.*,
    {{ assay._pack_word(layout) }} as word
from (
    {{ assay._select_compared_features(rows, layout) }}
) as read_rows
cross join (
    select *
    from (
        {{ tables }}
    ) as tables
    left join (
        {{ assay._select_pack_borders(slots, layout) }}
    ) as borders
        on tables.pack = borders.slot_pack
) as packs
{% endmacro %}
