{% macro _explain_champions(rows, layouts) %}
{#- One row per row of `rows` (a CTE: use_case, example_number, features) and output of its champion that is
    explained: model_version, output and `contributions`, an array by position in the unit of the model. It reads the
    CTEs `models` (those of the champions, with model_number) and `tree_slots`; `layouts` is
    assay._contribution_layouts. -#}
select
    models.use_case,
    models.model_version,
    models.output,
    champion_contributions.example_number,
    champion_contributions.contributions
from (
    select
        cast(null as string) as use_case,
        cast(null as bigint) as example_number,
        cast(null as bigint) as model_number,
        cast(null as {{ assay.array_type('double') }}) as contributions
    where false
    {%- for use_case, layout in layouts.items() if not layout.problem %}
    {%- set asked = '(select * from ' ~ rows ~ " where use_case = '" ~ use_case ~ "')" %}
    {%- set own = "(select * from models where form <> 'constant' and use_case = '" ~ use_case ~ "')" %}
    union all
    select
        '{{ use_case }}' as use_case,
        example_number,
        {{ '1 as ' if layout.trees }}model_number,
        contributions
    from (
        {%- if layout.form == 'branching_trees' %}
        {{ assay.shap_branching_trees(asked, own, layout.paths) }}
        {%- elif layout.form != 'oblivious_trees' %}
        {{ assay.shap_linear(asked, own) }}
        {%- elif not layout.trees %}
        {{ assay.shap_symmetric_trees(asked, own, layout.depth, layout.features.keys() | list) }}
        {%- else %}
        {{ assay.shap_oblivious_trees(
            asked,
            "(select * from tree_slots where use_case = '" ~ use_case ~ "' and model_version = '"
            ~ layout.trees.model_version ~ "')",
            '(' ~ assay.select_tree_contributions(own, []) ~ ')',
            layout.trees.slots,
            layout.features,
            layout.features.keys() | max,
            layout.trees.depth
        ) }}
        {%- endif %}
    ) as explained
    {%- endfor %}
) as champion_contributions
inner join models
    on
        champion_contributions.use_case = models.use_case
        and champion_contributions.model_number = models.model_number
{% endmacro %}
