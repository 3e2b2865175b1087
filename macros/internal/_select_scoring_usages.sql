{% macro _select_scoring_usages(served) %}
{#- What scoring takes on this machine: a row per use case whose champion, in the table `served`, has a table function
    and whose relation can be read. The first rows of the relation are scored while the model is built, never while SQL
    is only compiled. -#}
{%- set rows = [] -%}
{%- if execute and flags.WHICH in ['build', 'run'] -%}
    {%- set schema = graph.nodes['model.assay.assay__predictions'].schema -%}
    {%- set use_cases = assay.use_cases() -%}
    {%- for row in run_query('select distinct use_case from ' ~ served ~ ' order by use_case').rows -%}
        {%- set relation = assay._built_relation(use_cases[row[0]].entity.relation) -%}
        {%- set usage = assay._scoring_usage(
            schema ~ '.predict_' ~ row[0], relation, var('assay_measured_rows', 10000)
        ) if relation else {} -%}
        {%- if usage -%}
            {%- do rows.append({
                'use_case': row[0], 'scored_rows': usage.rows,
                'run_seconds': usage.seconds, 'run_memory_bytes': usage.bytes,
            }) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endif -%}
{{ assay._select_rows(
    {'use_case': 'string', 'scored_rows': 'bigint', 'run_seconds': 'double', 'run_memory_bytes': 'double'}, rows
) }}
{% endmacro %}
