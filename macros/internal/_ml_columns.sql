{% macro _ml_columns(columns, options) %}
    {#- The columns of an ml_model's query that may become features: a list of {name, kind}. -#}
    {%- set outside = options.leave_out + [(options.label or '') | lower, (options.split_column or '') | lower] -%}
    {%- set kept = [] -%}
    {%- for column in columns if column.name | lower not in outside -%}
        {%- set kind = assay.column_kind(column.dtype) -%}
        {%- if kind != 'other' -%}{%- do kept.append({'name': column.name, 'kind': kind}) -%}{%- endif -%}
    {%- endfor -%}
    {{ return(kept) }}
{% endmacro %}
