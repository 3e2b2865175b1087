-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

policies as (
    {{ assay._select_rows({
        'use_case': 'string',
        'policy': 'string',
        'sql': 'string',
        'is_current': 'boolean',
    }, assay._item_rows('policies', 'policy')) }}
)

select * from policies
