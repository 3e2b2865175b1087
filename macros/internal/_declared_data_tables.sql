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
    } -%}
    {{ return(tables) }}
{% endmacro %}
