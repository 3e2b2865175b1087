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
        'target': 'double',
    }, assay._item_rows('metrics', 'metric')) }}
)

select * from metrics
