{% macro is_unread(expression, type) -%}
    {#- Whether an SQL expression has a value that cannot be read as the type, or cannot be computed at all. One query
        may ask it of one expression only: what two have in common would be computed beforehand, where it fails. -#}
    {{ return(adapter.dispatch('is_unread', 'assay')(expression, type)) }}
{%- endmacro %}

{% macro default__is_unread(expression, type) -%}
    ({{ expression }}) is not null and {{ assay.tried_cast('(' ~ expression ~ ')', type) }} is null
{%- endmacro %}

{% macro duckdb__is_unread(expression, type) -%}
    {#- The expression stands there once, for the same reason. -#}
    {%- set known = {'timestamp': '1970-01-01', 'date': '1970-01-01'}.get(type, '0') -%}
    try(coalesce(cast(({{ expression }}) as {{ type }}), cast('{{ known }}' as {{ type }}))) is null
{%- endmacro %}
