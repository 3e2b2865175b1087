{% macro _data_problems(use_case, declaration) %}
    {#- One sentence per mistake of a use case that shows only beside its data. -#}
    {%- set path = 'assay_use_cases.' ~ use_case -%}
    {%- set name = declaration.entity.relation -%}
    {%- set relation = load_relation(assay.relation_named(name)) -%}
    {%- if relation is none -%}
        {{ return(assay._not_built_problems(name, path ~ '.entity.relation')) }}
    {%- endif -%}

    {%- set columns = assay._column_names(relation) -%}
    {%- set assumptions = assay.assumption_names(use_case) -%}
    {%- set problems = assay._column_problems(declaration, columns, path) -%}
    {%- for assumption in assumptions if assumption in columns -%}
        {%- do problems.append(
            'assay_inputs.assumptions.' ~ use_case ~ '.' ~ assumption ~ ': ' ~ name
            ~ ' has a column of the same name; rename the assumption'
        ) -%}
    {%- endfor -%}
    {%- do problems.extend(
        assay._expression_problems(assay._expressions(declaration), columns, assumptions, name, path)
    ) -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- set is_time = column.data_type | upper is in(['DATE']) or 'TIMESTAMP' in column.data_type | upper -%}
        {%- if column.name | lower == declaration.entity.time | lower and not is_time -%}
            {%- do problems.append(path ~ '.entity.time: ' ~ column.name ~ ' is ' ~ column.data_type ~ '; a time is needed') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems or assay._row_problems(use_case, declaration, path)) }}
{% endmacro %}
