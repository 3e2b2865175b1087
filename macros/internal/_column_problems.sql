{% macro _column_problems(declaration, columns, path) %}
    {#- One sentence per declared column that the relation does not have. -#}
    {%- set declared = {} -%}
    {%- for role in ['key', 'time', 'cluster', 'subject'] -%}
        {%- do declared.update({'entity.' ~ role: declaration.entity[role]}) -%}
    {%- endfor -%}
    {%- set lists = {
        'features.include': declaration.features.include,
        'features.exclude': declaration.features.exclude,
        'segments': declaration.segments,
        'drivers': declaration.drivers,
        'groups': declaration.groups,
        'privacy.personal': declaration.privacy.personal,
    } -%}
    {%- for item in declaration.decision.changeable -%}
        {%- do declared.update({'decision.changeable[' ~ loop.index0 ~ '].column': item.column}) -%}
    {%- endfor -%}
    {%- for place, names in lists.items() -%}
        {%- for name in names -%}
            {%- do declared.update({place ~ '[' ~ loop.index0 ~ ']': name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do declared.update({'split.column': declaration.split.column}) -%}
    {%- for item in declaration.features.encodings -%}
        {%- set place = 'features.encodings[' ~ loop.index0 ~ ']' -%}
        {%- if '*' not in (item.column or '*') -%}{%- do declared.update({place ~ '.column': item.column}) -%}{%- endif -%}
        {%- for name in item.columns -%}
            {%- do declared.update({place ~ '.columns[' ~ loop.index0 ~ ']': name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set problems = [] -%}
    {%- for place, name in declared.items() if name is not none and name | lower not in columns -%}
        {%- do problems.append(
            path ~ '.' ~ place ~ ": '" ~ name ~ "' is not a column of " ~ declaration.entity.relation
            ~ assay._did_you_mean(name, columns)
        ) -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
