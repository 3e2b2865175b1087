{% macro hash_integer(text) %}
    {#- A text as an integer from 0 to 2^32 - 1: the first 32 bits of its MD5, equal on every engine. -#}
    {{ return(adapter.dispatch('hash_integer', 'assay')(text)) }}
{% endmacro %}

{% macro default__hash_integer(text) -%}
    cast(conv(substr(md5({{ text }}), 1, 8), 16, 10) as bigint)
{%- endmacro %}

{% macro duckdb__hash_integer(text) -%}
    cast('0x' || substr(md5({{ text }}), 1, 8) as bigint)
{%- endmacro %}
