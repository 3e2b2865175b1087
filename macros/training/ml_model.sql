{% materialization ml_model, adapter='duckdb', supported_languages=['sql'] %}
    {#- One SQL file, one model: the query's rows train it, the relation holds it as data, a row per model version,
        fold and output. A version is trained only when rows, options or code differ from every stored one; earlier
        versions stay, after --full-refresh too. The new relation takes the old one's place in one transaction. -#}
    {%- set options = assay._ml_options() -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set next = make_intermediate_relation(target) -%}
    {%- set backup = make_backup_relation(target, 'table') -%}
    {%- set part = 'assay_ml_' ~ this.identifier ~ '_' -%}
    {%- set columns = get_column_schema_from_query(sql) -%}

    {{ drop_relation_if_exists(load_cached_relation(next)) }}
    {{ drop_relation_if_exists(load_cached_relation(backup)) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- set classes = assay._ml_classes(sql, columns, options) -%}
    {%- if classes | length > 2 and options.task == 'binary' -%}
        {%- set options = assay._ml_options('multiclass') -%}
    {%- endif -%}
    {%- set candidates = assay._ml_columns(columns, options) -%}
    {%- if not candidates -%}{{ assay._refuse_ml('has no column that can be a feature.') }}{%- endif -%}
    {%- set selects = {
        'rows': assay._select_ml_rows(sql, columns, classes, options),
        'values': assay._select_ml_values(part ~ 'rows', candidates),
        'space': assay._select_ml_space(part ~ 'values', candidates, options),
        'arrays': assay._select_ml_arrays(part ~ 'space'),
    } -%}
    {%- for name, select in selects.items() -%}
        {%- do run_query('create or replace temp table ' ~ part ~ name ~ ' as ' ~ select) -%}
    {%- endfor -%}
    {%- do run_query('create or replace temp table ' ~ part ~ 'examples as ' ~ assay._select_ml_examples(part)) -%}
    {%- do run_query('create or replace temp table ' ~ part ~ 'plans as ' ~ assay._select_ml_plans(part, options)) -%}
    {%- set problem = assay._ml_problem(part, options) -%}
    {%- if problem -%}{{ assay._refuse_ml(problem) }}{%- endif -%}

    {% call statement('train', language='python') -%}
        {{ assay._ml_training_code(part, existing, options) }}
    {%- endcall %}
    {% call statement('main') -%}
        create table {{ next }} as {{ assay._select_ml_models(part, existing, columns, classes, options) }}
    {%- endcall %}
    {%- if existing is not none -%}{%- do adapter.rename_relation(existing, backup) -%}{%- endif -%}
    {%- do adapter.rename_relation(next, target) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(target, model) -%}
    {{ adapter.commit() }}
    {{ drop_relation_if_exists(backup) }}
    {%- for name in ['rows', 'values', 'space', 'arrays', 'examples', 'plans', 'fits'] -%}
        {%- do run_query('drop table if exists ' ~ part ~ name) -%}
    {%- endfor -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
