{% macro _encoding_problems(declaration, path) %}
    {#- One sentence per mistake between the keys of a declared encoding. -#}
    {%- set problems = [] -%}
    {%- set places = ['column', 'columns', 'kind'] -%}
    {%- for item in declaration.features.encodings -%}
        {%- set place = path ~ '.features.encodings[' ~ loop.index0 ~ ']' -%}
        {%- set rule = assay._encodings()[item.encoding] -%}
        {%- set declared = [] -%}
        {%- for key, value in item.items() if value is not none and value != [] and key != 'encoding' -%}
            {%- do declared.append(key) -%}
        {%- endfor -%}
        {%- set where = declared | select('in', places) | list -%}
        {%- if rule.together and where != ['columns'] -%}
            {%- do problems.append(place ~ ': ' ~ item.encoding ~ ' takes several columns; name them under columns') -%}
        {%- elif not rule.together and (where | length != 1 or where == ['columns']) -%}
            {%- do problems.append(place ~ ': ' ~ item.encoding ~ ' needs either column or kind') -%}
        {%- elif item.columns | length == 1 -%}
            {%- do problems.append(place ~ '.columns: one column is named; at least two are needed') -%}
        {%- elif item.kind is not none and item.kind not in rule.kinds -%}
            {%- do problems.append(
                place ~ '.kind: ' ~ item.encoding ~ ' reads ' ~ rule.kinds | join(' or ') ~ ' columns, not ' ~ item.kind
            ) -%}
        {%- endif -%}
        {%- for key in declared if key not in places and key not in rule.parameters -%}
            {%- do problems.append(place ~ '.' ~ key ~ ': ' ~ item.encoding ~ ' has no such parameter') -%}
        {%- endfor -%}
        {%- for key, default in rule.parameters.items() if default is none and key not in declared -%}
            {%- do problems.append(place ~ '.' ~ key ~ ': missing; ' ~ item.encoding ~ ' needs it') -%}
        {%- endfor -%}
        {%- if item.edges != item.edges | unique | sort -%}
            {%- do problems.append(place ~ '.edges: must ascend') -%}
        {%- endif -%}
        {%- if item.sizes and (item.sizes | length != 2 or item.sizes[0] > item.sizes[1]) -%}
            {%- do problems.append(place ~ '.sizes: must be the smallest and the largest number of words') -%}
        {%- endif -%}
        {%- if item.power is not none and 0 < item.power < 1 -%}
            {%- do problems.append(place ~ '.power: must be 0 or at least 1, not ' ~ item.power) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
