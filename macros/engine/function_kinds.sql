{% macro function_kinds() %}
    {#- {function: 'scalar', 'aggregate' or 'volatile'} of every function that an expression could call; a volatile
        one gives another value at each call. Empty on an engine that cannot say. -#}
    {{ return(adapter.dispatch('function_kinds', 'assay')()) }}
{% endmacro %}

{% macro default__function_kinds() %}
    {{ return({}) }}
{% endmacro %}

{% macro duckdb__function_kinds() %}
    {%- set query -%}
        select
            function_name,
            case
                when bool_or(function_type = 'aggregate') then 'aggregate'
                when bool_or(stability <> 'CONSISTENT') then 'volatile'
                else 'scalar'
            end as kind
        from duckdb_functions()
        where function_type in ('scalar', 'aggregate', 'macro')
        group by function_name
        order by function_name
    {%- endset -%}
    {%- set kinds = {} -%}
    {%- for row in run_query(query).rows -%}
        {%- do kinds.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {{ return(kinds) }}
{% endmacro %}
