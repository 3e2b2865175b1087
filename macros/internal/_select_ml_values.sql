{% macro _select_ml_values(rows, columns) %}
{#- One row per training row of an ml_model and feature column: column_name, number or text (assay.long_form). A
    time is the seconds since 1970, a missing text a level of its own. -#}
{%- set numbers = {} -%}
{%- set texts = {} -%}
{%- for column in columns -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- if column.kind == 'text' -%}
        {%- do texts.update({column.name: assay.level_value(name)}) -%}
    {%- elif column.kind in ('time', 'date') -%}
        {%- do numbers.update({column.name: assay.seconds_between("timestamp '1970-01-01'", 'cast(' ~ name ~ ' as timestamp)')}) -%}
    {%- elif column.kind == 'boolean' -%}
        {%- do numbers.update({column.name: 'cast(cast(' ~ name ~ ' as integer) as double)'}) -%}
    {%- else -%}
        {%- do numbers.update({column.name: assay.numeric_value(name)}) -%}
    {%- endif -%}
{%- endfor -%}
{{ assay.long_form(
    "(select * from " ~ rows ~ " where assay_split = 'train')",
    {'fold': 'assay_fold', 'label': 'assay_label'}, numbers, texts
) }}
{% endmacro %}
