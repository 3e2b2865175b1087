{% macro score_models(rows, models, layout=none) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (as assay_training__models): the raw
    score, whatever the model's form. Both arguments are queries in brackets. `layout` is what `form_layout` reads
    from the models; where it is not given it is read here, so that `models` must then run by itself. -#}
{%- set layout = assay.form_layout(models) if layout is none else layout -%}
{%- set numbered -%}
(
    select
        *,
        row_number() over (order by model_version, fold, output) as model_number
    from {{ models }} as stored_models
)
{%- endset -%}
select
    example_number,
    learner,
    model_version,
    fold,
    output,
    raw_score
from (
    {{ assay.score_linear(
        rows, '(select * from ' ~ models ~ " as stored_models where form in ('constant', 'linear', 'quadratic'))"
    ) }}
) as from_coefficients
{%- for comparison, depth in layout.items() %}
{%- set own -%}
(
    select * from {{ numbered }} as numbered_models
    where {{ "form = 'oblivious_trees'" if comparison == 'symmetric' else "node_comparison = '" ~ comparison ~ "'" }}
)
{%- endset %}
union all
select
    leaf_sums.example_number,
    numbered_models.learner,
    numbered_models.model_version,
    numbered_models.fold,
    numbered_models.output,
    numbered_models.tree_scale * leaf_sums.leaf_sum + numbered_models.tree_bias as raw_score
from (
    {%- if comparison == 'symmetric' %}
    {{ assay.score_symmetric_trees(rows, own, depth) }}
    {%- else %}
    {{ assay.score_branching_trees(rows, own, comparison, depth) }}
    {%- endif %}
) as leaf_sums
inner join {{ numbered }} as numbered_models
    on leaf_sums.model_number = numbered_models.model_number
{%- endfor %}
{% endmacro %}
