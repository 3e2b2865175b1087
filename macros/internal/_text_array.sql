{% macro _text_array(texts) %}
    {#- An array of texts as SQL literals. -#}
    {%- set literals = [] -%}
    {%- for text in texts -%}{%- do literals.append(assay.text_literal(text)) -%}{%- endfor -%}
    {{ return(assay.array_of(literals, 'string')) }}
{% endmacro %}
