{% macro _is_expression(tree) %}
    {#- Whether a parsed `select (...)` is one expression and nothing else: no second statement, column or clause. -#}
    {%- if tree.error or tree.statements | length != 1 -%}{{ return(false) }}{%- endif -%}
    {%- set node = tree.statements[0].node -%}
    {{ return(
        node.type == 'SELECT_NODE' and node.select_list | length == 1 and node.from_table.type == 'EMPTY'
        and not node.where_clause and not node.group_expressions
    ) }}
{% endmacro %}
