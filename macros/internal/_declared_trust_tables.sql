{% macro _declared_trust_tables() %}
    {#- Declared tables that say what law and persons allow; in the form of declared_columns(). -#}
    {%- set tables = {
        'obligations': {
            'required': ['use_case', 'obligation'],
            'columns': {
                'use_case': 'string',
                'obligation': 'string',
                'jurisdiction': 'string',
                'requirement': 'string',
                'evidence': 'string',
                'status': 'string',
                'owner': 'string',
                'source': 'string',
                'is_applicable': 'boolean',
                'due_date': 'date',
            },
        },
        'attributes': {
            'required': ['use_case', 'attribute'],
            'columns': {
                'use_case': 'string',
                'attribute': 'string',
                'value': 'string',
                'source': 'string',
            },
        },
        'obligation_conditions': {
            'required': ['use_case', 'obligation', 'attribute', 'value'],
            'columns': {
                'use_case': 'string',
                'obligation': 'string',
                'attribute': 'string',
                'value': 'string',
            },
        },
        'consents': {
            'required': ['subject_id', 'purpose', 'granted_at'],
            'columns': {
                'subject_id': 'string',
                'purpose': 'string',
                'source': 'string',
                'granted_at': 'timestamp',
                'withdrawn_at': 'timestamp',
            },
        },
    } -%}
    {{ return(tables) }}
{% endmacro %}
