{% macro _changeable_problems(declaration, path) %}
    {#- One sentence per mistake between the keys of the columns that could be changed. -#}
    {%- set problems = [] -%}
    {%- set place = path ~ '.decision.changeable' -%}
    {%- if declaration.decision.changeable and declaration.task != 'binary' -%}
        {%- do problems.append(
            place ~ ': only a binary task has a decision that could be turned; the task is ' ~ declaration.task
        ) -%}
    {%- endif -%}
    {%- set seen = [] -%}
    {%- for item in declaration.decision.changeable -%}
        {%- set own = place ~ '[' ~ loop.index0 ~ ']' -%}
        {%- if item.column | lower in seen -%}
            {%- do problems.append(own ~ '.column: ' ~ assay._shown(item.column) ~ ' is named twice') -%}
        {%- endif -%}
        {%- if item.low is not none and item.high is not none and item.low >= item.high -%}
            {%- do problems.append(own ~ ': low must be less than high') -%}
        {%- endif -%}
        {%- do seen.append(item.column | lower) -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
