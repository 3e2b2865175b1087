{% macro _input_problems(use_cases) %}
    {#- One sentence per mistake in the declared tables: columns that lack, values that no rule knows. -#}
    {%- set problems = [] -%}
    {%- for name, relation_name in assay._declared('inputs').items() if relation_name is not none -%}
        {%- set path = 'assay_inputs.' ~ name -%}
        {%- set table = assay.declared_columns()[name] -%}
        {%- set relation = load_relation(assay.relation_named(relation_name)) -%}
        {%- if relation is none -%}
            {%- do problems.extend(assay._not_built_problems(relation_name, path)) -%}
        {%- else -%}
            {%- set columns = assay._column_names(relation) -%}
            {%- set absent = table.required | reject('in', columns) | list -%}
            {%- for column in absent -%}
                {%- do problems.append(path ~ ': ' ~ relation_name ~ ' has no column ' ~ column) -%}
            {%- endfor -%}
            {%- set unread = assay._table_reading_problems(name, relation, columns, path) -%}
            {%- do problems.extend(unread) -%}
            {%- if not absent and not unread -%}
                {%- do problems.extend(assay._value_problems(name, relation, columns, use_cases, path)) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
