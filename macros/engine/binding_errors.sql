{% macro binding_errors(expressions, columns) %}
    {#- Why the engine refuses each SQL expression beside columns of these types ({name: type}); '' where it does
        not. Nothing is computed. Empty on an engine that cannot say without failing. -#}
    {{ return(adapter.dispatch('binding_errors', 'assay')(expressions, columns)) }}
{% endmacro %}

{% macro default__binding_errors(expressions, columns) %}
    {{ return([]) }}
{% endmacro %}

{% macro duckdb__binding_errors(expressions, columns) %}
    {%- if not expressions -%}{{ return([]) }}{%- endif -%}
    {%- set typed -%}
        {%- for name, type in columns.items() -%}
            cast(null as {{ type }}) as {{ adapter.quote(name) }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    {%- endset -%}
    {%- set query -%}
        select
        {%- for expression in expressions %}
            {%- set bound = 'select ' ~ expression ~ ' from (select ' ~ typed ~ ') as entities' %}
            json_extract_string(
                json_serialize_plan(cast({{ assay.text_literal(bound) }} as varchar)), '$.error_message'
            ){{ ',' if not loop.last }}
        {%- endfor %}
    {%- endset -%}
    {%- set errors = [] -%}
    {%- for error in run_query(query).rows[0].values() -%}
        {%- do errors.append((error or '').split('\n')[0]) -%}
    {%- endfor -%}
    {{ return(errors) }}
{% endmacro %}
