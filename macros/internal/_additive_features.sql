{% macro _additive_features(shape) %}
    {#- The position of the one feature that each branching tree of an additive model compares, in the order of its
        trees; empty for any other model, whose means by tree are not stored. -#}
    {%- set query -%}
        select {{ assay.array_value('features', 1) }}
        from (
            select {{ assay.exploded_arrays({'features': 'node_features', 'mean': 'tree_means'}, 'tree') }}
            from {{ shape.current }} as stored
            where {{ assay.array_length('tree_means') }} > 0
        ) as trees
        order by tree
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | map('int') | list) }}
{% endmacro %}
