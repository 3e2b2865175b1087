{% macro _explain_champions(rows, layouts) %}
{#- One row per row of `rows` (a CTE: use_case, example_number, features) whose champion is explained: model_version
    and `contributions`, an array by position in the unit of the model. It reads the CTEs `models` (those of the
    champions) and `tree_slots`; `layouts` is assay._contribution_layouts. -#}
select
    cast(null as string) as use_case,
    cast(null as string) as model_version,
    cast(null as bigint) as example_number,
    cast(null as {{ assay.array_type('double') }}) as contributions
where false
{%- for use_case, layout in layouts.items() if layout.form != 'constant' and not layout.problem %}
{%- set own = "use_case = '" ~ use_case ~ "' and model_version = '" ~ layout.model_version ~ "'" %}
{%- set asked = '(select * from ' ~ rows ~ " where use_case = '" ~ use_case ~ "')" %}
{%- set models = '(select *, 1 as model_number from models where ' ~ own ~ ')' %}
union all
select
    '{{ use_case }}' as use_case,
    '{{ layout.model_version }}' as model_version,
    example_number,
    contributions
from (
    {%- if layout.form == 'oblivious_trees' %}
    {{ assay.shap_oblivious_trees(
        asked,
        '(select * from tree_slots where ' ~ own ~ ')',
        '(' ~ assay.select_tree_contributions(models, []) ~ ')',
        layout.trees.slots,
        layout.features,
        layout.features.keys() | max,
        layout.trees.depth
    ) }}
    {%- elif layout.form == 'branching_trees' %}
    {{ assay.shap_branching_trees(asked, models, layout.paths) }}
    {%- else %}
    {{ assay.shap_linear(asked, models) }}
    {%- endif %}
) as champion_contributions
{%- endfor %}
{% endmacro %}
