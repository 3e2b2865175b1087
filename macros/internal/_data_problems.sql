{% macro _data_problems(use_case, declaration, with_rows=true) %}
    {#- One sentence per mistake of a use case that shows only beside its data. Rows are read where columns and
        expressions are sound, and `with_rows` says that the assumptions are. -#}
    {%- set path = 'assay_use_cases.' ~ use_case -%}
    {%- set name = declaration.entity.relation -%}
    {%- set relation = load_relation(assay.relation_named(name)) -%}
    {%- if relation is none -%}
        {{ return(assay._not_built_problems(name, path ~ '.entity.relation')) }}
    {%- endif -%}

    {%- set columns = assay._column_names(relation) -%}
    {%- set assumptions = assay.assumption_names(use_case) -%}
    {%- set problems = assay._column_problems(declaration, columns, path) -%}
    {%- for column in columns if '"' in column -%}
        {%- do problems.append(
            path ~ '.entity.relation: ' ~ name ~ ' has a column with a quotation mark in its name, ' ~ column
            ~ '; rename it'
        ) -%}
    {%- endfor -%}
    {%- for assumption in assumptions if assumption in columns -%}
        {%- do problems.append(
            'assay_inputs.assumptions.' ~ use_case ~ '.' ~ assumption ~ ': ' ~ name
            ~ ' has a column of the same name; rename the assumption'
        ) -%}
    {%- endfor -%}
    {%- for column in columns if column in ('prediction', 'actual') and declaration.outcomes.value is not none -%}
        {%- do problems.append(
            path ~ '.outcomes.value: ' ~ name ~ ' has a column of the name ' ~ column
            ~ ', which stands for what is predicted here; rename the column'
        ) -%}
    {%- endfor -%}
    {%- if declaration.features.last_label and 'last_label' in columns -%}
        {%- do problems.append(
            path ~ '.features.last_label: ' ~ name ~ ' has a column of the same name; rename the column'
        ) -%}
    {%- endif -%}
    {%- do problems.extend(
        assay._expression_problems(assay._expressions(declaration), columns, assumptions, name, path)
    ) -%}
    {%- set types = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do types.update({column.name | lower: column.dtype}) -%}
    {%- endfor -%}
    {%- do problems.extend(assay._kind_problems(declaration, types, path)) -%}
    {%- if not problems -%}
        {%- do problems.extend(assay._kept_problems(use_case, declaration, columns, path)) -%}
    {%- endif -%}
    {%- if not problems -%}
        {%- do problems.extend(assay._binding_problems(declaration, types, assumptions, path)) -%}
    {%- endif -%}
    {%- if with_rows and not problems -%}
        {%- do problems.extend(assay._reading_problems(use_case, declaration, path)) -%}
    {%- endif -%}
    {%- if with_rows and not problems -%}
        {%- do problems.extend(assay._row_problems(use_case, declaration, path)) -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
