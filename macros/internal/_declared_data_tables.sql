{% macro _declared_data_tables() %}
    {#- Declared tables that say where data come from and what they must fulfil; in the form of declared_columns(). -#}
    {%- set tables = {
        'data_sources': {
            'required': ['use_case', 'data_source'],
            'columns': {
                'use_case': 'string',
                'data_source': 'string',
                'relation': 'string',
                'kind': 'string',
                'licence': 'string',
                'personal_data_class': 'string',
                'loaded_at_column': 'string',
                'owner': 'string',
                'cost_monthly_amount': 'double',
                'refresh_hours': 'double',
                'max_age_hours': 'double',
                'required_history_days': 'integer',
                'required_rows': 'bigint',
            },
        },
        'quality_rules': {
            'required': ['use_case', 'rule', 'dataset', 'check_type'],
            'values': {
                'check_type': ['not_null', 'unique', 'range', 'set', 'regex', 'expression', 'freshness', 'volume'],
                'severity': ['warn', 'fail'],
            },
            'columns': {
                'use_case': 'string',
                'rule': 'string',
                'dataset': 'string',
                'column_name': 'string',
                'check_type': 'string',
                'allowed': 'string',
                'severity': 'string',
                'owner': 'string',
                'low': 'double',
                'high': 'double',
                'threshold_rate': 'double',
            },
        },
        'tool_states': {
            'required': ['use_case', 'resource_id', 'state', 'started_at', 'ended_at'],
            'values': {
                'state': ['PRD', 'SBY', 'ENG', 'SDT', 'UDT', 'NST'],
            },
            'columns': {
                'use_case': 'string',
                'resource_id': 'string',
                'state': 'string',
                'started_at': 'timestamp',
                'ended_at': 'timestamp',
            },
        },
        'process_steps': {
            'required': ['use_case', 'unit_id', 'step', 'started_at', 'ended_at'],
            'columns': {
                'use_case': 'string',
                'unit_id': 'string',
                'step': 'string',
                'resource_id': 'string',
                'standard_hours': 'double',
                'passes': 'double',
                'is_passed': 'boolean',
                'is_rework': 'boolean',
                'is_scrapped': 'boolean',
                'arrived_at': 'timestamp',
                'started_at': 'timestamp',
                'ended_at': 'timestamp',
            },
        },
    } -%}
    {{ return(tables) }}
{% endmacro %}
