{%- set use_cases = assay.use_cases() -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

{% for use_case, declaration in use_cases.items() -%}
{{ use_case }}_decisions as (
    {{ assay.select_decisions(use_case, declaration) }}
),

{% endfor -%}
decisions as (
    {% for use_case in use_cases -%}
    select * from {{ use_case }}_decisions
    {{ 'union all' if not loop.last }}
    {% else -%}
    {{ assay._select_no_decisions() }}
    {% endfor %}
)

select * from decisions
