{% macro expression_trees(expressions) %}
    {#- What the engine's own parser makes of each SQL expression: a list of dictionaries, in the form of
        DuckDB's json_serialize_sql. Empty on an engine that cannot say; `assay check` reads expressions there. -#}
    {{ return(adapter.dispatch('expression_trees', 'assay')(expressions)) }}
{% endmacro %}

{% macro default__expression_trees(expressions) %}
    {{ return([]) }}
{% endmacro %}

{% macro duckdb__expression_trees(expressions) %}
    {%- set trees = [] -%}
    {%- if expressions -%}
        {%- set query -%}
            select
            {%- for expression in expressions %}
                json_serialize_sql('select (' || {{ assay.text_literal(expression) }} || ')'){{ ',' if not loop.last }}
            {%- endfor %}
        {%- endset -%}
        {%- for tree in run_query(query).rows[0].values() -%}
            {%- do trees.append(fromjson(tree)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(trees) }}
{% endmacro %}
