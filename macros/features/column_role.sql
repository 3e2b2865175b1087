{% macro column_role(declaration, column, kind) %}
    {#- Why the declaration alone keeps a column out of the features, or none where it may enter.
        `column` is a name of the entity relation, `kind` its assay.column_kind. -#}
    {%- set name = column | lower -%}
    {%- set entity = declaration.entity -%}
    {%- set lists = {} -%}
    {%- for key, values in {
        'key': [entity.key, entity.cluster, entity.subject],
        'time': [entity.time],
        'split': [declaration.split.column],
        'personal': declaration.privacy.personal,
        'group': declaration.groups,
        'include': declaration.features.get('include') or [],
        'exclude': declaration.features.get('exclude') or [],
    }.items() -%}
        {%- do lists.update({key: values | select | map('lower') | list}) -%}
    {%- endfor -%}
    {%- set label_inputs = assay._names_in(declaration.label.sql) + assay._names_in(declaration.label.known_at) -%}
    {%- set policy_columns = [] -%}
    {%- for policy in declaration.policies -%}
        {%- set names = assay._names_in(policy.sql) -%}
        {%- if kind == 'boolean' or names == [modules.re.sub('[()"\\s]', '', policy.sql) | lower] -%}
            {%- do policy_columns.extend(names) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set listed = name in lists.include -%}
    {%- if name in lists.key %}{{ return('key') }}
    {%- elif name in lists.time %}{{ return('time') }}
    {%- elif name in label_inputs %}{{ return('label') }}
    {%- elif name in lists.split %}{{ return('split') }}
    {%- elif name in lists.personal %}{{ return('personal') }}
    {%- elif name in lists.exclude %}{{ return('declared') }}
    {%- elif name in policy_columns and not listed %}{{ return('policy') }}
    {%- elif name in lists.group and not listed %}{{ return('group') }}
    {%- elif lists.include and not listed and '*' not in lists.include %}{{ return('declared') }}
    {%- elif kind == 'other' %}{{ return('unsupported_type') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
