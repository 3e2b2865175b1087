{% macro late_columns(declaration) %}
    {#- Columns of a use case, in lower case, that fill only after the decision, so that a missing value is no defect:
        what the label is made of, when it is known, and what is declared not to be a feature. -#}
    {%- set words = modules.re.findall('\w+', declaration.label.sql | lower) -%}
    {%- set columns = words + (declaration.features.get('exclude') or []) -%}
    {%- do columns.append(declaration.label.known_at or '') -%}
    {{ return(columns | map('lower') | list) }}
{% endmacro %}
