{% macro tree_layout(use_case) %}
    {#- The most slots any pack of a model needs per feature: {fold: {feature position: slots}}. Empty
        until the slots are built. -#}
    {%- set slots = ref('assay_training__tree_slots') -%}
    {%- set layout = {} -%}
    {%- if execute and load_relation(slots) is not none -%}
        {%- set query -%}
            select fold, feature, max(slot)
            from {{ slots }}
            where use_case = {{ dbt.string_literal(use_case) }}
            group by fold, feature
            order by fold, feature
        {%- endset -%}
        {%- for fold, feature, count in run_query(query).rows -%}
            {%- do layout.setdefault(fold | int, {}).update({feature | int: count | int}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(layout) }}
{% endmacro %}
