{% macro _expression_problems(expressions, columns, assumptions, relation, path) %}
    {#- One sentence per expression that is not one scalar expression over `columns` and `assumptions` (names). -#}
    {%- set problems = [] -%}
    {%- set kinds = assay.function_kinds() -%}
    {%- set places = expressions.keys() | list -%}
    {%- for tree in assay.expression_trees(expressions.values() | list) -%}
        {%- set place = path ~ '.' ~ places[loop.index0] ~ ': ' -%}
        {%- set parts = {'columns': [], 'functions': [], 'refused': []} -%}
        {%- if not assay._is_expression(tree) -%}
            {%- do problems.append(place ~ 'not an SQL expression: ' ~ expressions[places[loop.index0]]) -%}
        {%- else -%}
            {%- do assay._collect_parts(tree.statements[0].node.select_list, parts) -%}
        {%- endif -%}
        {%- for word in parts.refused | unique -%}
            {%- do problems.append(place ~ 'must be one scalar expression; ' ~ word ~ ' is not allowed') -%}
        {%- endfor -%}
        {%- for function in parts.functions | unique -%}
            {%- if function not in kinds -%}
                {%- do problems.append(
                    place ~ "'" ~ function ~ "' is not a function" ~ assay._did_you_mean(function, kinds)
                ) -%}
            {%- elif kinds[function] != 'scalar' -%}
                {%- do problems.append(
                    place ~ 'must be one scalar expression; the ' ~ kinds[function] ~ ' function ' ~ function
                    ~ ' is not allowed'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set predicted = ['prediction', 'actual'] if places[loop.index0] == 'outcomes.value' else [] -%}
        {%- set known = columns + assumptions + predicted -%}
        {%- for column in parts.columns | unique if column | lower not in known -%}
            {%- do problems.append(
                place ~ "'" ~ column ~ "' is neither a column of " ~ relation ~ ' nor a declared assumption'
                ~ assay._did_you_mean(column, known)
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
