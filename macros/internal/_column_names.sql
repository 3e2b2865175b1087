{% macro _column_names(relation) %}
    {#- Names of a relation's columns in lower case; empty where the relation has not been built, or stands for
        the given rows of a unit test. -#}
    {%- set built = load_relation(relation) if relation.schema is not none else none -%}
    {%- set names = [] -%}
    {%- if built is not none -%}
        {%- for column in adapter.get_columns_in_relation(built) -%}
            {%- do names.append(column.name | lower) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{% endmacro %}
