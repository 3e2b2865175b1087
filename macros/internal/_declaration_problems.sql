{% macro _declaration_problems(use_cases, inputs) %}
    {#- One sentence per mistake in the declarations: the schema first, then what its words cannot say. -#}
    {%- set mappings = {'assay_use_cases': use_cases, 'assay_inputs': inputs} -%}
    {%- set problems = [] -%}
    {%- for key, value in mappings.items() if value is not mapping -%}
        {%- do problems.append(key ~ ': must be a mapping, not ' ~ assay._shown(value)) -%}
    {%- endfor -%}
    {%- if problems -%}{{ return(problems) }}{%- endif -%}

    {%- set schema = assay._declaration_schema() -%}
    {%- for name, declaration in use_cases.items() -%}
        {%- set path = 'assay_use_cases.' ~ name -%}
        {%- if not modules.re.fullmatch('[a-z][a-z0-9_]*', name | string) -%}
            {%- do problems.append(path ~ ': ' ~ assay._name_rule()) -%}
        {%- endif -%}
        {%- set found = assay._schema_problems(declaration, schema, path) -%}
        {%- if not found -%}
            {%- set found = assay._use_case_problems(assay._with_defaults(declaration, schema), path) -%}
        {%- endif -%}
        {%- do problems.extend(found) -%}
    {%- endfor -%}

    {%- set tables = {'type': 'object', 'properties': {}} -%}
    {%- for name in assay.declared_columns() -%}
        {%- do tables.properties.update({name: {'type': 'string'}}) -%}
    {%- endfor -%}
    {%- set found = assay._schema_problems(inputs, tables, 'assay_inputs') -%}
    {%- for name, relation in inputs.items() if not found and relation is not none -%}
        {%- do problems.extend(assay._relation_name_problems(relation, 'assay_inputs.' ~ name)) -%}
    {%- endfor -%}
    {{ return(problems + found) }}
{% endmacro %}
