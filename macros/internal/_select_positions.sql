{% macro _select_positions(last) %}
{#- The integers from 0 to `last` as the column `position`, one row each. -#}
{%- for position in range(last + 1) %}
select {{ position }} as position {{ 'union all' if not loop.last }}
{%- endfor %}
{% endmacro %}
