{% macro score_models(rows, models, layout=none, words=none) %}
{#- One row per row of `rows` (example_number, features) and row of `models` (as assay_training__models): the raw
    score, whatever the model's form. Both arguments are queries in brackets. `layout` is what `form_layout` reads
    from the models, `words` what `leaf_word_layout` does; where no layout is given both are read here, so that `models`
    must then run by itself, and where no words are given all trees that branch are walked. -#}
{%- set words = (assay.leaf_word_layout(models) if layout is none else {}) if words is none else words -%}
{%- set layout = assay.form_layout(models) if layout is none else layout -%}
{%- set numbered -%}
(
    select
        *,
        row_number() over (order by model_version, fold, output) as model_number
    from {{ models }} as stored_models
)
{%- endset -%}
{%- set sums = [] -%}
{%- for comparison, depth in layout.items() -%}
    {%- set own = '(select * from ' ~ numbered ~ ' as numbered_models where ' -%}
    {%- set compared = own ~ "node_comparison = '" ~ comparison ~ "'" -%}
    {%- set small = words.get(comparison) -%}
    {%- if comparison == 'symmetric' -%}
        {%- do sums.append(assay.score_symmetric_trees(rows, own ~ "form = 'oblivious_trees')", depth)) -%}
    {%- elif not small -%}
        {%- do sums.append(assay.score_branching_trees(rows, compared ~ ')', comparison, depth)) -%}
    {%- else -%}
        {%- set is_small = assay._is_version_of(small.versions) -%}
        {%- do sums.append(assay.score_leaf_words(rows, compared ~ ' and ' ~ is_small ~ ')', comparison, small)) -%}
        {%- if not small.is_all -%}
            {%- set large = compared ~ ' and not ' ~ is_small ~ ')' -%}
            {%- do sums.append(assay.score_branching_trees(rows, large, comparison, depth)) -%}
        {%- endif -%}
    {%- endif -%}
{%- endfor -%}
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
{%- for leaf_sums in sums %}
union all
select
    leaf_sums.example_number,
    numbered_models.learner,
    numbered_models.model_version,
    numbered_models.fold,
    numbered_models.output,
    numbered_models.tree_scale * leaf_sums.leaf_sum + numbered_models.tree_bias as raw_score
from (
    {{ leaf_sums }}
) as leaf_sums
inner join {{ numbered }} as numbered_models
    on leaf_sums.model_number = numbered_models.model_number
{%- endfor %}
{% endmacro %}
