{% macro shap_oblivious_trees(rows, slots, contributions, layout, contribution_layout, feature_count, depth) %}
{#- One row per row of `rows` (example_number, features): `contributions`, an array with the exact SHAP value of every
    feature by position, in the unit of leaf values. `rows`, `slots` (one model's rows of select_tree_slots) and
    `contributions` (its rows of select_tree_contributions) are relations or queries in brackets. `layout` and
    `contribution_layout` are {feature position: most slots in a pack} of the two, `feature_count` is the length of
    the result, `depth` the trees' depth.

    The values of a row add up to its leaf sum minus the sum of tree_means, without rounding. A pack's word
    holds the leaf of every tree; each leaf is looked up in one array per feature. -#}
{%- set no_contributions = assay.array_of(['0'] * 2 ** depth, 'double') -%}
{%- set values = [] -%}
{%- for feature in range(1, feature_count + 1) -%}
    {%- do values.append('shap_' ~ feature if feature in contribution_layout else '0') -%}
{%- endfor -%}
{%- set tables -%}
        select
            pack
            {%- for feature, count in contribution_layout.items() %}
            {%- for slot in range(1, count + 1) %}
            {%- set own = 'case when feature = ' ~ feature ~ ' and slot = ' ~ slot ~ ' then ' %},
            coalesce(max({{ own }}bit end), 0) as bit_{{ feature }}_{{ slot }},
            coalesce(max({{ own }}contributions end), {{ no_contributions }})
                as contributions_{{ feature }}_{{ slot }}
            {%- endfor %}
            {%- endfor %}
        from {{ contributions }} as explained_trees
        group by pack
{%- endset -%}
select
    example_number,
    {{ assay.array_of(values, 'double') }} as contributions
from (
    select
        example_number
        {%- for feature, count in contribution_layout.items() %},
        sum(
            {%- for slot in range(1, count + 1) %}
            {%- set own = feature ~ '_' ~ slot %}
            {{ '+ ' if not loop.first }}
            {{- assay.array_value('contributions_' ~ own, '1 + ' ~ assay.bits('word', 'bit_' ~ own, depth)) }}
            {%- endfor %}
        ) as shap_{{ feature }}
        {%- endfor %}
    from (
        {{ assay._select_pack_words(rows, slots, layout, tables) }}
    ) as words
    group by example_number
) as sums
{% endmacro %}
