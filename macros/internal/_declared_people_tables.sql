{% macro _declared_people_tables() %}
    {#- Declared tables that say who takes part and who is affected; in the form of declared_columns(). -#}
    {%- set tables = {
        'stakeholders': {
            'required': ['use_case', 'stakeholder'],
            'columns': {
                'use_case': 'string',
                'stakeholder': 'string',
                'kind': 'string',
                'interest': 'string',
                'influence': 'string',
                'metric': 'string',
                'segment': 'string',
                'channel': 'string',
                'owner': 'string',
            },
        },
        'team_members': {
            'required': ['use_case', 'member', 'role'],
            'columns': {
                'use_case': 'string',
                'member': 'string',
                'role': 'string',
                'skills_required': 'string',
                'skills_held': 'string',
                'fte_rate': 'double',
                'weeks': 'double',
                'week_rate_amount': 'double',
                'starts_on': 'date',
                'ends_on': 'date',
            },
        },
        'responsibilities': {
            'required': ['use_case', 'task', 'role', 'responsibility'],
            'values': {
                'responsibility': ['R', 'A', 'C', 'I'],
            },
            'columns': {
                'use_case': 'string',
                'task': 'string',
                'role': 'string',
                'responsibility': 'string',
                'is_gate': 'boolean',
            },
        },
    } -%}
    {{ return(tables) }}
{% endmacro %}
