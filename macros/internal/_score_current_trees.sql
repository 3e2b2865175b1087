{% macro _score_current_trees(rows, use_case, model) %}
{#- One row per row of `rows` (example_number, features): the raw score by one current model of symmetric trees, `model`
    as tree_layout lists it. It reads the CTEs `models` and `trees`. -#}
{%- set own = "model_version = '" ~ model.model_version ~ "' and use_case = '" ~ use_case
    ~ "' and fold = " ~ model.fold ~ ' and output = ' ~ dbt.string_literal(model.output) -%}
select
    models.model_version,
    models.fold,
    models.output,
    leaf_sums.example_number,
    models.tree_scale * leaf_sums.leaf_sum + models.tree_bias as raw_score
from (
    {{ assay.score_oblivious_trees(
        rows,
        '(select * from trees where ' ~ own ~ ')',
        model.borders,
        model.depth,
        model.tree_count
    ) }}
) as leaf_sums
inner join (select * from models where {{ own }}) as models on true
{% endmacro %}
