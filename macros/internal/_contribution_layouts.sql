{% macro _contribution_layouts() %}
    {#- What of each champion shapes the SQL that explains it: {use_case: {form, problem: why it is not explained, or
        none; of symmetric trees `features`, and `trees` (assay.tree_layout) or, of several classes, `depth`; of
        branching trees `paths` (assay.path_layout)}}. Empty until there are champions. -#}
    {%- set champions = ref('assay_evaluation__champions') -%}
    {%- set models = ref('assay_training__models') -%}
    {%- set layouts = {} -%}
    {%- if not execute or load_relation(champions) is none -%}{{ return(layouts) }}{%- endif -%}
    {%- set explained -%}
        (
            select stored.*, row_number() over (partition by stored.use_case order by stored.output) as model_number
            from {{ models }} as stored
            inner join {{ champions }} as champions
                on stored.use_case = champions.use_case and stored.model_version = champions.model_version
            where stored.fold = 0 and stored.task in ('binary', 'multiclass', 'regression')
        )
    {%- endset -%}
    {%- set query -%}
        select use_case, task, min(form)
        from {{ explained }} as explained
        where form <> 'constant'
        group by use_case, task
        order by use_case
    {%- endset -%}
    {%- for use_case, task, form in run_query(query).rows -%}
        {%- set own = '(select * from ' ~ explained ~ ' as explained where use_case = ' ~ dbt.string_literal(use_case) ~ ')' -%}
        {%- set layout = {'form': form, 'problem': none} -%}
        {%- if form == 'oblivious_trees' -%}
            {%- do layout.update(features=assay.contribution_layout(own).values() | first, trees=none) -%}
            {%- if not layout.features -%}
                {%- do layout.update(problem='the trees have more than eight levels, or no weights of training rows') -%}
            {%- elif task == 'multiclass' -%}
                {%- do layout.update(depth=assay.form_layout(own)['symmetric']) -%}
            {%- else -%}
                {%- do layout.update(trees=assay._champion(use_case).layout) -%}
            {%- endif -%}
        {%- elif form == 'branching_trees' -%}
            {%- set paths = assay.path_layout(own) -%}
            {%- do layout.update(paths=paths, problem=paths.problem) -%}
        {%- endif -%}
        {%- do layouts.update({use_case: layout}) -%}
    {%- endfor -%}
    {{ return(layouts) }}
{% endmacro %}
