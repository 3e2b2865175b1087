{% macro feature_columns(declaration) %}
    {#- Every column of a use case's relation, and last_label where it is declared, with what the declaration alone
        decides: a list of {name, data_type, ordinal, kind, reason, is_listed}. Empty until the relation is built. -#}
    {%- set relation = assay.relation_named(declaration.entity.relation) -%}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- set listed = (declaration.features.get('include') or []) | map('lower') | list -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- set kind = assay.column_kind(column.data_type) -%}
            {%- do columns.append({
                'name': column.name,
                'data_type': column.data_type | lower,
                'ordinal': loop.index,
                'kind': kind,
                'reason': assay.column_role(declaration, column.name, kind),
                'is_listed': column.name | lower in listed,
            }) -%}
        {%- endfor -%}
        {%- if declaration.features.last_label -%}
            {%- do columns.append({
                'name': 'last_label', 'data_type': 'double', 'ordinal': columns | length + 1, 'kind': 'numeric',
                'reason': none, 'is_listed': true,
            }) -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(columns) }}
{% endmacro %}
