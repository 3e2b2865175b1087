-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

metrics as (
    {{ assay._select_rows({
        'use_case': 'string',
        'metric': 'string',
        'sql': 'string',
        'unit': 'string',
        'direction': 'string',
        'unit_amount_sql': 'string',
        'benchmark_source': 'string',
        'target': 'double',
        'benchmark_value': 'double',
        'benchmark_date': 'date',
    }, assay._item_rows('metrics', 'metric')) }}
)

select * from metrics
