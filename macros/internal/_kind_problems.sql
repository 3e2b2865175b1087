{% macro _kind_problems(declaration, columns, path) %}
    {#- One sentence per declared column whose type ({name in lower case: type}) its key has no use for. -#}
    {%- set wanted = [{'place': 'entity.time', 'column': declaration.entity.time, 'kinds': ['time', 'date'], 'text': 'a time'}] -%}
    {%- for item in declaration.decision.changeable -%}
        {%- do wanted.append({
            'place': 'decision.changeable[' ~ loop.index0 ~ '].column', 'column': item.column,
            'kinds': ['numeric', 'boolean'], 'text': 'a number',
        }) -%}
    {%- endfor -%}
    {%- for item in declaration.features.encodings if '*' not in (item.column or '*') -%}
        {%- set kinds = assay._encodings()[item.encoding].kinds -%}
        {%- do wanted.append({
            'place': 'features.encodings[' ~ loop.index0 ~ '].column', 'column': item.column,
            'kinds': kinds, 'text': 'a ' ~ kinds | join(' or ') ~ ' column',
        }) -%}
    {%- endfor -%}
    {%- set problems = [] -%}
    {%- for item in wanted -%}
        {%- set type = columns.get(item.column | lower) -%}
        {%- if type is not none and assay.column_kind(type) not in item.kinds -%}
            {%- do problems.append(
                path ~ '.' ~ item.place ~ ': ' ~ item.column ~ ' is ' ~ type ~ '; ' ~ item.text ~ ' is needed'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
