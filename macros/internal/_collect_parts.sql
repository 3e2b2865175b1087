{% macro _collect_parts(node, parts) %}
    {#- Walk an expression tree and note in `parts` its columns, its functions and what a scalar expression
        may not have. -#}
    {%- set refused = {'SUBQUERY': 'a subquery', 'WINDOW': 'a window function', 'STAR': '*', 'LAMBDA': 'a lambda'} -%}
    {%- if node is mapping -%}
        {%- set kind = node.get('class') -%}
        {%- if kind == 'COLUMN_REF' -%}
            {%- do parts.columns.append(node.column_names[0]) -%}
        {%- elif kind == 'FUNCTION' and node.function_name == 'row' -%}
            {%- do parts.refused.append('a list of expressions') -%}
        {%- elif kind == 'FUNCTION' and not node.is_operator -%}
            {%- do parts.functions.append('count' if node.function_name == 'count_star' else node.function_name) -%}
        {%- elif kind in refused -%}
            {%- do parts.refused.append(refused[kind]) -%}
        {%- endif -%}
        {%- for child in node.values() if child is iterable and child is not string and kind not in refused -%}
            {%- do assay._collect_parts(child, parts) -%}
        {%- endfor -%}
    {%- elif node is iterable and node is not string -%}
        {%- for child in node -%}
            {%- do assay._collect_parts(child, parts) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
