{% macro bucketize(expression, edges) %}
    {#- The number of a value's bucket, from 1: below the first of the ascending `edges`, from it to the second, and
        so on; a value on an edge is in the bucket that begins there. NULL stays NULL. As BigQuery's ML.BUCKETIZE,
        but a number. -#}
    {%- set tests = [] -%}
    {%- for edge in edges -%}
        {%- do tests.append('when ' ~ expression ~ ' < cast(' ~ edge ~ ' as double) then ' ~ loop.index) -%}
    {%- endfor -%}
    case {{ tests | join(' ') }} when {{ expression }} is not null then {{ edges | length + 1 }} end
{%- endmacro %}
