{% macro tree_layout(use_case) %}
    {#- What shapes the SQL that scores a use case's symmetric trees: a list with, for each model version, fold and
        output, the depth of its trees and the most slots any pack needs per feature ({feature position: slots}).
        Empty until the trees are built. -#}
    {%- set trees = ref('assay_training__trees') -%}
    {%- set slots = ref('assay_training__tree_slots') -%}
    {%- set models = {} -%}
    {%- if execute and load_relation(trees) is not none and load_relation(slots) is not none -%}
        {%- set keys = 'model_version, fold, output' -%}
        {%- set query -%}
            with

            depths as (
                select {{ keys }}, max({{ assay.array_length('features') }}) as depth
                from {{ trees }}
                where use_case = {{ dbt.string_literal(use_case) }}
                group by {{ keys }}
            ),

            counts as (
                select {{ keys }}, feature, max(slot) as slot_count
                from {{ slots }}
                where use_case = {{ dbt.string_literal(use_case) }}
                group by {{ keys }}, feature
            )

            -- A class may look like a number, which reading results would turn it into.
            select model_version, fold, concat(':', output), depths.depth, counts.feature, counts.slot_count
            from depths
            left join counts using ({{ keys }})
            order by {{ keys }}, counts.feature
        {%- endset -%}
        {%- for model_version, fold, output, depth, feature, slot_count in run_query(query).rows -%}
            {%- set key = (model_version, fold | int, output) -%}
            {%- set model = models.setdefault(key, {
                'model_version': model_version, 'fold': fold | int, 'output': output[1:], 'depth': depth | int, 'slots': {},
            }) -%}
            {%- if feature is not none -%}
                {%- do model.slots.update({feature | int: slot_count | int}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(models.values() | list) }}
{% endmacro %}
