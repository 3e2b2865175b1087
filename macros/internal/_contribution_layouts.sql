{% macro _contribution_layouts() %}
    {#- What of each champion shapes the SQL that explains it: {use_case: {model_version, form, problem: why it is not
        explained, or none; trees and features of symmetric trees (assay.tree_layout and assay.contribution_layout),
        paths of branching trees (assay.path_layout)}}. Empty until there are champions. -#}
    {%- set models = ref('assay_training__models') -%}
    {%- set layouts = {} -%}
    {%- for use_case in assay.use_cases() -%}
        {%- set champion = assay._champion(use_case) -%}
        {%- if champion -%}
            {%- set layout = {'model_version': champion.model_version, 'form': champion.form, 'problem': none} -%}
            {%- set own = '(select *, 1 as model_number from ' ~ models ~ ' as stored where fold = 0 and use_case = '
                ~ dbt.string_literal(use_case) ~ ' and model_version = ' ~ dbt.string_literal(champion.model_version) ~ ')' -%}
            {%- if champion.form == 'oblivious_trees' -%}
                {%- do layout.update(trees=champion.layout, features=assay.contribution_layout(own).get(champion.model_version)) -%}
                {%- if not layout.features -%}
                    {%- do layout.update(problem='the trees have more than eight levels, or no weights of training rows') -%}
                {%- endif -%}
            {%- elif champion.form == 'branching_trees' -%}
                {%- set paths = assay.path_layout(own) -%}
                {%- do layout.update(paths=paths, problem=paths.problem) -%}
            {%- endif -%}
            {%- do layouts.update({use_case: layout}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(layouts) }}
{% endmacro %}
