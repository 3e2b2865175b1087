{% macro score_oblivious_trees(rows, trees, levels=none, trees_per_pack=2) %}
{#- One row per row of `rows` (example_number, features): `leaf_sum`, the sum of the leaf values that one
    model's `trees` (as assay_training__trees) give it. Both arguments are queries in brackets.

    `levels` is the depth of the trees, by default the one that is trained. A leaf's index has one bit per level, set where the feature exceeds the border; a missing feature
    exceeds nothing. Trees meet rows in a cross join, because there a tree's numbers stay constant over a
    batch of rows, several trees at once to group less often. Bits are added as floats: exact here, and not
    checked for overflow. Leaf values are multiples of one power of two, so that any order gives one sum. -#}
{%- set depth = levels or assay.learner_parameters('boosted_trees').depth -%}
{%- set levels = range(1, depth + 1) -%}
{%- set slots = range(trees_per_pack) -%}
{%- set no_leaves = assay.array_of(['0'] * 2 ** depth, 'double') -%}
select
    filled.example_number,
    sum(
        {%- for slot in slots %}
        {%- set bits = [] -%}
        {%- for level in levels -%}
            {%- set feature = assay.array_value('filled.features', 'packs.feature_' ~ slot ~ '_' ~ level) -%}
            {%- do bits.append(
                'cast(' ~ feature ~ ' > packs.border_' ~ slot ~ '_' ~ level ~ ' as float) * cast('
                ~ 2 ** (level - 1) ~ ' as float)'
            ) -%}
        {%- endfor %}
        {{ '+ ' if not loop.first }}
        {{- assay.array_value('packs.leaf_values_' ~ slot, 'cast(1 + ' ~ bits | join(' + ') ~ ' as bigint)') }}
        {%- endfor %}
    ) as leaf_sum
from (
    select
        scored.example_number,
        {{ assay.filled_floats('scored.features') }} as features
    from {{ rows }} as scored
) as filled
cross join (
    select
        floor((tree - 1) / {{ trees_per_pack }}) as pack
        {%- for slot in slots %}
        {%- set own = 'case when (tree - 1) % ' ~ trees_per_pack ~ ' = ' ~ slot ~ ' then ' -%}
        {%- for level in levels %},
        coalesce(max({{ own }}feature_{{ level }} end), 1) as feature_{{ slot }}_{{ level }},
        coalesce(max({{ own }}border_{{ level }} end), cast('infinity' as float)) as border_{{ slot }}_{{ level }}
        {%- endfor %},
        coalesce(max({{ own }}leaf_values end), {{ no_leaves }}) as leaf_values_{{ slot }}
        {%- endfor %}
    from {{ trees }} as trees
    group by floor((tree - 1) / {{ trees_per_pack }})
) as packs
group by filled.example_number
{% endmacro %}
