{% macro contribution_layout(models) %}
    {#- What shapes the SQL that explains symmetric trees: {model_version: {feature position: most trees of a pack that
        compare the feature}}. `models` is a relation or query in brackets as assay_training__models. -#}
    {%- set layout = {} -%}
    {%- set query -%}
        select model_version, feature, max(slot)
        from ({{ assay.select_tree_contributions(models, ['use_case', 'model_version', 'output']) }}) as contributions
        group by model_version, feature
        order by model_version, feature
    {%- endset -%}
    {%- for model_version, feature, count in run_query(query).rows -%}
        {%- do layout.setdefault(model_version, {}).update({feature | int: count | int}) -%}
    {%- endfor -%}
    {{ return(layout) }}
{% endmacro %}
