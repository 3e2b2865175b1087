{% macro profiled_columns(declaration) %}
    {#- How each column of a use case's entity relation is profiled: {'numbers': {name: expression},
        'texts': {name: expression}, 'types': {name: data type}}. Booleans are texts, dates and times are days
        since 1970. Of the key, the subject and personal columns only presence is kept, never a value.
        Nested and binary columns are left out. Empty while the relation is not built. -#}
    {%- set entity = declaration.entity -%}
    {%- set hidden = [entity.key, entity.subject or entity.key] + declaration.privacy.personal -%}
    {%- set hidden = hidden | map('lower') | list -%}
    {%- set profiled = {'numbers': {}, 'texts': {}, 'types': {}} -%}
    {%- set declared_relation = assay.relation_named(entity.relation) -%}
    {%- set relation = load_relation(declared_relation) if execute else none -%}
    {%- for column in adapter.get_columns_in_relation(relation) if relation is not none -%}
        {%- set name = adapter.quote(column.name) -%}
        {%- set type = column.dtype | lower -%}
        {%- set family = assay._type_family(type) -%}
        {%- if family != 'other' -%}
            {%- do profiled['types'].update({column.name: type}) -%}
        {%- endif -%}
        {%- if family == 'other' -%}
        {%- elif column.name | lower in hidden -%}
            {%- do profiled['texts'].update({column.name: "case when " ~ name ~ " is not null then 'present' end"}) -%}
        {%- elif family == 'number' -%}
            {%- do profiled['numbers'].update({column.name: name}) -%}
        {%- elif family == 'time' -%}
            {%- do profiled['numbers'].update({column.name: assay.epoch_days(name)}) -%}
        {%- else -%}
            {%- do profiled['texts'].update({column.name: 'substr(cast(' ~ name ~ ' as string), 1, 200)'}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(profiled) }}
{% endmacro %}
