{%- set rows = [] -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- set realisation = declaration.realisation -%}
    {%- for method in realisation.methods | unique -%}
        {%- do rows.append({
            'use_case': use_case,
            'method': method,
            'metric': realisation.metric,
            'has_covariate': realisation.adjust_for is not none,
            'starts_at': realisation.starts_at,
        }) -%}
    {%- endfor -%}
{%- endfor -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

realisations as (
    {{ assay._select_rows({
        'use_case': 'string',
        'method': 'string',
        'metric': 'string',
        'has_covariate': 'boolean',
        'starts_at': 'timestamp',
    }, rows) }}
)

select * from realisations
