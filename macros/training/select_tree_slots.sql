{% macro select_tree_slots(trees, keys) %}
{#- One row per comparison of a tree, laid out for shap_oblivious_trees. `trees` is a relation as assay_training__trees,
    `keys` its columns that name a model. Consecutive trees make a pack, and all comparisons of a pack
    with one feature are numbered: the slot. `weight` is the comparison's bit in the pack's word. Trees
    of one model have one depth. -#}
with

comparisons as (
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        tree,
        {{ assay.array_length('features') }} as depth,
        {{ assay.exploded_arrays({'feature': 'features', 'border': 'borders'}, 'level') }}
    from {{ trees }}
),

sized as (
    select
        *,
        floor({{ assay.trees_per_pack(1) }} / cast(depth as double)) as pack_size
    from comparisons
    where border < cast('infinity' as float)
),

packed as (
    select
        *,
        cast(floor((tree - 1) / pack_size) as integer) as pack,
        power(cast(2 as double), depth * ((tree - 1) % pack_size) + level - 1) as weight
    from sized
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
