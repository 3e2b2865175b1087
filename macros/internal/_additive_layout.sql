{% macro _additive_layout(use_case) %}
    {#- What shapes the SQL that explains a champion of branching trees of one feature each, whose means are stored:
        {comparison, depth, features}; none for any other. -#}
    {%- set champion = assay._champion(use_case) -%}
    {%- if not champion or champion.form != 'branching_trees' -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set query -%}
        select distinct {{ assay.array_value('features', 1) }} as feature
        from (
            select {{ assay.exploded_arrays({'features': 'node_features', 'mean': 'tree_means'}, 'tree') }}
            from {{ ref('assay_training__models') }} as models
            where model_version = {{ dbt.string_literal(champion.model_version) }} and fold = 0
                and use_case = {{ dbt.string_literal(use_case) }} and {{ assay.array_length('tree_means') }} > 0
        ) as trees
        order by feature
    {%- endset -%}
    {%- set features = run_query(query).columns[0].values() | map('int') | list -%}
    {%- for comparison, depth in champion.layout.items() if features -%}
        {{ return({'comparison': comparison, 'depth': depth, 'features': features}) }}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}
