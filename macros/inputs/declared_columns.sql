{% macro declared_columns() %}
    {#- Every table a project may hand over under `assay_inputs`: {table: {'required': columns that must be
        there, 'values': words a column allows, 'columns': {column: type}}}. A column that is not required is
        NULL where it is absent. -#}
    {%- set tables = {} -%}
    {%- do tables.update(assay._declared_value_tables()) -%}
    {%- do tables.update(assay._declared_record_tables()) -%}
    {%- do tables.update(assay._declared_people_tables()) -%}
    {%- do tables.update(assay._declared_data_tables()) -%}
    {%- do tables.update(assay._declared_trust_tables()) -%}
    {{ return(tables) }}
{% endmacro %}
