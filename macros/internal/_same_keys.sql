{% macro _same_keys(left, right, keys) -%}
    {#- The condition that two relations agree on every key, NULL being a key like any other; true without keys. -#}
    {%- for key in keys -%}
    {{ left }}.{{ key }} is not distinct from {{ right }}.{{ key }}{{ ' and ' if not loop.last }}
    {%- else -%}
    1 = 1
    {%- endfor -%}
{%- endmacro %}
