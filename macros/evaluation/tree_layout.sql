{% macro tree_layout(use_case) %}
    {#- What shapes the SQL that scores and explains a use case's symmetric trees: a list with, for each model version,
        fold and output, `tree_count`, the `depth` of its trees, and by feature position the number of distinct
        `borders` and the most `slots` any pack needs. Empty until the trees are built. -#}
    {%- set trees = ref('assay_training__trees') -%}
    {%- set slots = ref('assay_training__tree_slots') -%}
    {%- set models = {} -%}
    {%- if execute and load_relation(trees) is not none and load_relation(slots) is not none -%}
        {%- set keys = 'model_version, fold, output' -%}
        {%- set query -%}
            with

            forests as (
                select {{ keys }}, max(tree) as tree_count, max({{ assay.array_length('features') }}) as depth
                from {{ trees }}
                where use_case = {{ dbt.string_literal(use_case) }}
                group by {{ keys }}
            ),

            counts as (
                select {{ keys }}, feature, count(distinct border) as border_count, max(slot) as slot_count
                from {{ slots }}
                where use_case = {{ dbt.string_literal(use_case) }}
                group by {{ keys }}, feature
            )

            -- A class may look like a number, which reading results would turn it into.
            select
                model_version,
                fold,
                concat(':', output),
                tree_count,
                depth,
                feature,
                border_count,
                slot_count
            from forests
            left join counts using ({{ keys }})
            order by {{ keys }}, feature
        {%- endset -%}
        {%- for row in run_query(query).rows -%}
            {%- set model_version, fold, output, tree_count, depth, feature, border_count, slot_count = row -%}
            {%- set key = (model_version, fold | int, output) -%}
            {%- set model = models.setdefault(key, {
                'model_version': model_version, 'fold': fold | int, 'output': output[1:],
                'tree_count': tree_count | int, 'depth': depth | int, 'borders': {}, 'slots': {},
            }) -%}
            {%- if feature is not none -%}
                {%- do model.borders.update({feature | int: border_count | int}) -%}
                {%- do model.slots.update({feature | int: slot_count | int}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(models.values() | list) }}
{% endmacro %}
