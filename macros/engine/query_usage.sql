{% macro query_usage(query) %}
    {#- What it takes to work out every column of a query, by doing it: {'seconds': on the processor, over all threads
        and without planning, 'bytes': the peak of the engine's buffers}. Empty on an engine that does not say. -#}
    {{ return(adapter.dispatch('query_usage', 'assay')(query)) }}
{% endmacro %}

{% macro default__query_usage(query) %}
    {{ return({}) }}
{% endmacro %}

{% macro duckdb__query_usage(query) %}
    {%- set profile = fromjson(run_query(
        'explain (analyze, format json) select count(columns(*)) from (' ~ query ~ ')'
    ).rows[0][1]) -%}
    {#- Before 2.0 a profile is flat, and an array of one. -#}
    {%- set profile = profile if profile is mapping else profile[0] -%}
    {%- set is_flat = profile.system is not mapping -%}
    {{ return({
        'seconds': profile.cpu_time if is_flat else profile.query.cpu_time,
        'bytes': profile.system_peak_buffer_memory if is_flat else profile.system.peak_buffer_memory,
    }) }}
{% endmacro %}
