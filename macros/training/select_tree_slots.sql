{% macro select_tree_slots(trees, keys, depth) %}
{#- One row per comparison of a tree, laid out for scoring. `trees` is a relation as assay_training__trees,
    `keys` its columns that name a model. Consecutive trees make a pack, and all comparisons of a pack
    with one feature are numbered: the slot. `weight` is the comparison's bit in the pack's word. -#}
{%- set size = assay.trees_per_pack(depth) -%}
with

comparisons as (
    {% for level in range(1, depth + 1) -%}
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        tree,
        {{ level }} as level,
        feature_{{ level }} as feature,
        border_{{ level }} as border
    from {{ trees }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

packed as (
    select
        *,
        cast(floor((tree - 1) / {{ size }}) as integer) as pack,
        power(cast(2 as double), {{ depth }} * ((tree - 1) % {{ size }}) + level - 1) as weight
    from comparisons
    where border < cast('infinity' as float)
),

slots as (
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        pack,
        feature,
        cast(
            row_number() over (partition by {{ (keys + ['pack', 'feature']) | join(', ') }} order by tree, level)
            as integer
        ) as slot,
        border,
        weight
    from packed
)

select * from slots
{% endmacro %}
