{%- set rows = [] -%}
{%- for name, declaration in assay.use_cases().items() -%}
    {%- for policy in declaration.policies -%}
        {%- do rows.append({
            'use_case': name,
            'policy': policy.name,
            'sql': policy.sql,
            'is_current': policy.current,
        }) -%}
    {%- endfor -%}
{%- endfor -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

policies as (
    {{ assay._select_rows({
        'use_case': 'string',
        'policy': 'string',
        'sql': 'string',
        'is_current': 'boolean',
    }, rows) }}
)

select * from policies
