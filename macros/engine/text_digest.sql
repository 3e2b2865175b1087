{% macro text_digest(text) %}
    {#- The MD5 of a text as 32 hexadecimal digits. -#}
    {{ return(adapter.dispatch('text_digest', 'assay')(text)) }}
{% endmacro %}

{% macro default__text_digest(text) -%}
    md5({{ text }})
{%- endmacro %}
