{% macro _item_rows(group, noun) %}
    {#- Rows for every declared item of a list (group: policies or metrics), its name under `noun`. -#}
    {%- set rows = [] -%}
    {%- for use_case, declaration in assay.use_cases().items() -%}
        {%- for item in declaration[group] -%}
            {%- set row = {'use_case': use_case, noun: item.name} -%}
            {%- do row.update(item) -%}
            {%- do row.update({'is_current': item.get('current'), 'unit_amount_sql': item.get('unit_amount')}) -%}
            {%- for part, value in (item.get('benchmark') or {}).items() -%}
                {%- do row.update({'benchmark_' ~ part: value}) -%}
            {%- endfor -%}
            {%- do rows.append(row) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}
