{% macro _names_in(expression) %}
    {#- The identifiers an SQL expression mentions, in lower case; texts in single quotes are skipped. -#}
    {%- set without_texts = modules.re.sub("'[^']*'", ' ', expression or '') -%}
    {%- set names = [] -%}
    {%- for quoted, plain in modules.re.findall('"([^"]+)"|([A-Za-z_][A-Za-z_0-9]*)', without_texts) -%}
        {%- do names.append((quoted or plain) | lower) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
