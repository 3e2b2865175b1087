{% macro path_layout(models) %}
    {#- What of stored branching trees shapes the SQL that explains them (assay.shap_branching_trees): {problem: why
        they are not explained, or none; comparison; features: the positions that they compare, in order; length: the
        most features of one path}. `models` is a query in brackets as assay_training__models, with model_number, that
        runs by itself. What explaining a row costs is the number of conditions, the features of all paths together.
        While dbt only parses, that of one comparison. -#}
    {%- if not execute -%}
        {{ return({'problem': none, 'comparison': 'le_double', 'features': [1], 'length': 1}) }}
    {%- endif -%}
    {%- set most = var('assay_explained_conditions', 500000) -%}
    {%- set longest = 16 -%}
    {%- set query -%}
        select
            min(node_comparison),
            min(coalesce(weighted_trees, 0)),
            sum({{ assay.array_length('features') }})
        from (
            select
                node_comparison,
                {{ assay.array_length('node_weights') }} as weighted_trees,
                {{ assay.exploded_arrays({'features': 'node_features'}, 'tree') }}
            from {{ models }} as stored
            where form = 'branching_trees'
        ) as trees
    {%- endset -%}
    {%- set comparison, weighted_trees, nodes = run_query(query).rows[0] -%}
    {%- set layout = {'problem': none, 'comparison': comparison, 'features': [], 'length': 0} -%}
    {#- The paths of a tree have at least half as many conditions as it has nodes. -#}
    {%- set conditions = namespace(count=nodes // 2) -%}
    {%- if weighted_trees and conditions.count <= most -%}
        {%- set query -%}
            select feature, max(slot), count(*)
            from ({{ assay.select_tree_paths(models) }}) as paths
            group by feature
            order by feature
        {%- endset -%}
        {%- set conditions.count = 0 -%}
        {%- for feature, slot, count in run_query(query).rows -%}
            {%- do layout.features.append(feature | int) -%}
            {%- do layout.update(length=[layout.length, slot | int] | max) -%}
            {%- set conditions.count = conditions.count + count | int -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if not weighted_trees -%}
        {%- do layout.update(problem='its trees are stored without the weights of training rows') -%}
    {%- elif conditions.count > most -%}
        {%- do layout.update(problem='its trees ask more than assay_explained_conditions, ' ~ most ~ ', allow') -%}
    {%- elif layout.length > longest -%}
        {%- do layout.update(problem='a path asks about more than ' ~ longest ~ ' features') -%}
    {%- elif layout.length == 0 -%}
        {%- do layout.update(problem='its trees ask about no feature') -%}
    {%- endif -%}
    {{ return(layout) }}
{% endmacro %}
