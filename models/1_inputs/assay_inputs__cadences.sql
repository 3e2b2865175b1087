{%- set usual = [
    {'name': 'stream', 'every_days': 0},
    {'name': 'hourly', 'every_days': 1 / 24},
    {'name': 'daily', 'every_days': 1},
    {'name': 'weekly', 'every_days': 7},
] -%}
{%- set rows = [] -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- set timeliness = declaration.timeliness -%}
    {%- for cadence in timeliness.cadences or usual -%}
        {%- do rows.append({
            'use_case': use_case,
            'cadence': cadence.name,
            'every_days': cadence.every_days,
            'amount_per_run': cadence.get('amount_per_run'),
            'half_life_days': timeliness.half_life_days,
        }) -%}
    {%- endfor -%}
{%- endfor -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

cadences as (
    {{ assay._select_rows({
        'use_case': 'string',
        'cadence': 'string',
        'every_days': 'double',
        'amount_per_run': 'double',
        'half_life_days': 'double',
    }, rows) }}
)

select * from cadences
