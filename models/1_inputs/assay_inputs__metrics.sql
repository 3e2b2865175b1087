{%- set rows = [] -%}
{%- for name, declaration in assay.use_cases().items() -%}
    {%- for metric in declaration.metrics -%}
        {%- do rows.append({
            'use_case': name,
            'metric': metric.name,
            'sql': metric.sql,
            'unit': metric.unit,
            'direction': metric.direction,
            'unit_amount_sql': metric.unit_amount,
            'target': metric.target,
        }) -%}
    {%- endfor -%}
{%- endfor -%}
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
    }, rows) }}
)

select * from metrics
