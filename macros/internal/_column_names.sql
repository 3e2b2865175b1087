{% macro _column_names(relation) %}
    {#- Names of a relation's columns in lower case; empty where the relation has not been built. -#}
    {%- set built = load_relation(relation) -%}
    {%- set names = [] -%}
    {%- if built is not none -%}
        {%- for column in adapter.get_columns_in_relation(built) -%}
            {%- do names.append(column.name | lower) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{% endmacro %}
