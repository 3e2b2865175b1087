{% macro _schema_problems(value, schema, path) %}
    {#- One sentence per place where a declared value breaks its schema. A key that is left empty counts as
        not declared. -#}
    {%- set words = {
        'object': 'a mapping', 'array': 'a list', 'string': 'text', 'number': 'a number',
        'integer': 'a whole number', 'boolean': 'true or false',
    } -%}
    {%- set types = [schema.type] if schema.type is string else schema.type -%}
    {%- set problems = [] -%}
    {%- set fitting = [] -%}
    {%- for type in types if assay._is_type(value, type) -%}{%- do fitting.append(type) -%}{%- endfor -%}

    {%- if not fitting -%}
        {%- set expected = [] -%}
        {%- for type in types -%}{%- do expected.append(words[type]) -%}{%- endfor -%}
        {%- do problems.append(path ~ ': must be ' ~ expected | join(' or ') ~ ', not ' ~ assay._shown(value)) -%}
    {%- elif value is mapping -%}
        {%- for key in schema.get('required', []) if value.get(key) is none -%}
            {%- do problems.append(path ~ '.' ~ key ~ ': missing; it is required') -%}
        {%- endfor -%}
        {%- for key, part in value.items() -%}
            {%- if key not in schema.properties -%}
                {%- set known = schema.properties.keys() | list -%}
                {%- set hint = assay._did_you_mean(key, known) or '; known keys are ' ~ known | join(', ') -%}
                {%- do problems.append(path ~ '.' ~ key ~ ': unknown key' ~ hint) -%}
            {%- elif part is not none -%}
                {%- do problems.extend(assay._schema_problems(part, schema.properties[key], path ~ '.' ~ key)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- elif 'array' in fitting -%}
        {%- if value | length < schema.get('minItems', 0) -%}
            {%- do problems.append(path ~ ': must not be empty') -%}
        {%- endif -%}
        {%- for item in value -%}
            {%- set place = path ~ '[' ~ loop.index0 ~ ']' -%}
            {%- do problems.extend(assay._schema_problems(item, schema['items'], place)) -%}
        {%- endfor -%}
    {%- else -%}
        {%- set limit = none -%}
        {%- if value | string | trim == '' -%}
            {%- do problems.append(path ~ ': must not be empty') -%}
        {%- elif value not in schema.get('enum', [value]) -%}
            {%- do problems.append(
                path ~ ': ' ~ assay._shown(value) ~ ' is not one of ' ~ schema.enum | join(', ')
                ~ assay._did_you_mean(value, schema.enum)
            ) -%}
        {%- elif 'minimum' in schema and value < schema.minimum -%}
            {%- set limit = 'at least ' ~ schema.minimum -%}
        {%- elif 'exclusiveMinimum' in schema and value <= schema.exclusiveMinimum -%}
            {%- set limit = 'more than ' ~ schema.exclusiveMinimum -%}
        {%- elif 'maximum' in schema and value > schema.maximum -%}
            {%- set limit = 'at most ' ~ schema.maximum -%}
        {%- elif 'exclusiveMaximum' in schema and value >= schema.exclusiveMaximum -%}
            {%- set limit = 'less than ' ~ schema.exclusiveMaximum -%}
        {%- endif -%}
        {%- if limit -%}
            {%- do problems.append(path ~ ': must be ' ~ limit ~ ', not ' ~ assay._shown(value)) -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
