{%- set realisations = {} -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- if declaration.realisation.metric is not none -%}
        {%- do realisations.update({use_case: declaration}) -%}
    {%- endif -%}
{%- endfor -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

{% for use_case, declaration in realisations.items() -%}
{{ use_case }}_assignments as (
    {{ assay.select_assignments(use_case, declaration) }}
),

{% endfor -%}
assignments as (
    {% for use_case in realisations -%}
    select * from {{ use_case }}_assignments
    {{ 'union all' if not loop.last }}
    {% else -%}
    {{ assay._select_rows({
        'use_case': 'string',
        'entity_id': 'string',
        'stratum': 'string',
        'covariate': 'double',
        'is_assigned': 'boolean',
        'is_after': 'boolean',
        'decided_at': 'timestamp',
    }, []) }}
    {% endfor %}
)

select * from assignments
