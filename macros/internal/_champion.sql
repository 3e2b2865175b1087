{% macro _champion(use_case, tasks=['binary', 'regression']) %}
    {#- What of a use case's champion shapes the SQL that scores it: `model_version`, `task`, `form`, and for trees the
        `layout` (of tree_layout or form_layout; of several classes the latter, whatever their form) and, where they
        branch, `words` (of leaf_word_layout). None until it is there, and for a champion of no task of `tasks`. -#}
    {%- set champions = ref('assay_evaluation__champions') -%}
    {%- set models = ref('assay_training__models') -%}
    {%- set forests = assay.tree_layout(use_case) -%}
    {%- if not execute or load_relation(champions) is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set own -%}
(
    select stored.*
    from {{ models }} as stored
    inner join {{ champions }} as champions
        on stored.use_case = champions.use_case and stored.model_version = champions.model_version
    where stored.use_case = {{ dbt.string_literal(use_case) }} and stored.fold = 0
        and stored.task in ('{{ tasks | join("', '") }}')
)
    {%- endset -%}
    {%- for model_version, task, form in run_query('select model_version, task, form from ' ~ own ~ ' as own').rows -%}
        {%- set champion = {'model_version': model_version, 'task': task, 'form': form} -%}
        {%- if task == 'multiclass' -%}
            {%- do champion.update(layout=assay.form_layout(own)) -%}
        {%- elif form == 'oblivious_trees' -%}
            {%- for model in forests if model.fold == 0 and model.model_version == model_version -%}
                {%- do champion.update(layout=model) -%}
            {%- endfor -%}
        {%- elif form == 'branching_trees' -%}
            {%- do champion.update(layout=assay.form_layout(own), words=assay.leaf_word_layout(own)) -%}
        {%- endif -%}
        {{ return(champion) }}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}
