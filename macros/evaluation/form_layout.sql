{% macro form_layout(models) %}
    {#- What of stored models shapes the SQL that scores them: {comparison of the nodes: depth of the deepest tree},
        with symmetric trees under `symmetric`. `models` is a query in brackets that runs by itself. Empty where
        nothing can be read yet. -#}
    {%- set layout = {} -%}
    {%- if execute -%}
        {%- set query -%}
            with recursive

            models as (
                select node_comparison, node_features, node_yes, node_no, tree_features
                from {{ models }} as stored
                where form in ('oblivious_trees', 'branching_trees')
            ),

            branching as (
                select
                    node_comparison,
                    {{ assay.exploded_arrays(
                        {'features': 'node_features', 'yes': 'node_yes', 'no': 'node_no'}, 'tree'
                    ) }}
                from models
            ),

            numbered as (
                select *, row_number() over () as number
                from branching
            ),

            nodes as (
                select number, {{ assay.exploded_arrays({'feature': 'features', 'yes': 'yes', 'no': 'no'}, 'node') }}
                from numbered
            ),

            walks as (
                select number, 1 as node, 0 as depth
                from numbered
                union
                select nodes.number, case when turn.turn = 1 then nodes.yes else nodes.no end, walks.depth + 1
                from walks
                inner join nodes on walks.number = nodes.number and walks.node = nodes.node
                cross join (select 1 as turn union all select 2 as turn) as turn
                where nodes.feature > 0
            )

            select numbered.node_comparison, max(walks.depth)
            from walks
            inner join numbered on walks.number = numbered.number
            group by numbered.node_comparison
            union all
            select 'symmetric', max({{ assay.array_length('features') }})
            from (select {{ assay.exploded_arrays({'features': 'tree_features'}, 'tree') }} from models) as symmetric_trees
            having count(*) > 0
            order by 1
        {%- endset -%}
        {%- for comparison, depth in run_query(query).rows -%}
            {%- do layout.update({comparison: depth | int}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(layout) }}
{% endmacro %}
