{% macro _served_score(shape, features) %}
{#- The raw score of one row by one row of assay_operations__served_models, `served`, as an expression. `shape` is
    {forms: the different {form, comparison} of the champion's outputs, layout: their assay.form_layout}; a class that
    training could not tell from the others may be a constant beside trees. -#}
{%- set scores = [] -%}
{%- for item in shape.forms -%}
    {%- do scores.append(assay._raw_score(item.form, shape.layout, features, 'served', item.comparison) | trim) -%}
{%- endfor -%}
{%- if scores | length == 1 -%}
{{ scores[0] }}
{%- else -%}
case
            {%- for item in shape.forms %}
            when served.form = '{{ item.form }}'
                {{- " and served.node_comparison = '" ~ item.comparison ~ "'" if item.comparison }} then {{ scores[loop.index0] }}
            {%- endfor %}
        end
{%- endif -%}
{% endmacro %}
