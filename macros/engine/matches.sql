{% macro matches(text, pattern) %}
    {#- Whether a text contains a match of a regular expression; anchor the pattern with ^ and $ to test all of it. -#}
    {{ return(adapter.dispatch('matches', 'assay')(text, pattern)) }}
{% endmacro %}

{% macro default__matches(text, pattern) -%}
    {{ text }} rlike {{ pattern }}
{%- endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}
