{% macro leaf_word_layout(models) %}
    {#- What of stored models shapes the SQL that scores forests of small trees (assay.score_leaf_words): by comparison
        of the nodes {versions: the model versions whose trees have at most 62 leaves, is_all: whether no other version
        compares so, leaves: the most of a tree, trees: the most of a model, borders: {feature position: number of
        distinct borders, one of which all values but missing ones keep below}}. `models` is a query in brackets that
        runs by itself. A few trees are walked as quickly, and are not here. -#}
    {%- set most_leaves, fewest_trees = 62, 8 -%}
    {%- set layout = {} -%}
    {%- if execute -%}
        {%- set exploded -%}
            select
                node_comparison,
                model_version,
                fold,
                output,
                {{ assay.exploded_arrays({'features': 'node_features', 'borders': 'node_borders'}, 'tree') }}
            from {{ models }} as stored
            where form = 'branching_trees'
        {%- endset -%}
        {%- set query -%}
            select node_comparison, concat(':', model_version), max(({{ assay.array_length('features') }} + 1) / 2), max(tree)
            from ({{ exploded }}) as trees
            group by node_comparison, model_version
            order by 1, 2
        {%- endset -%}
        {%- set others = [] -%}
        {%- for comparison, version, leaves, trees in run_query(query).rows -%}
            {%- if leaves <= most_leaves and trees >= fewest_trees -%}
                {%- set found = layout.setdefault(comparison, {'versions': [], 'leaves': 0, 'trees': 0, 'borders': {}}) -%}
                {%- do found.versions.append(version[1:]) -%}
                {%- do found.update(leaves=[found.leaves, leaves | int] | max, trees=[found.trees, trees | int] | max) -%}
            {%- else -%}
                {%- do others.append(comparison) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for comparison, found in layout.items() -%}
            {%- do found.update(is_all=comparison not in others) -%}
            {%- set query -%}
                select feature, count(distinct cast(border as {{ assay._node_comparison(comparison)[0] }})) + 1
                from (
                    select {{ assay.exploded_arrays({'feature': 'features', 'border': 'borders'}, 'node') }}
                    from ({{ exploded }}) as trees
                    where node_comparison = '{{ comparison }}' and {{ assay._is_version_of(found.versions) }}
                ) as nodes
                where feature > 0
                group by feature
                order by feature
            {%- endset -%}
            {%- for feature, borders in run_query(query).rows -%}
                {%- do found.borders.update({feature | int: borders | int}) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(layout) }}
{% endmacro %}
