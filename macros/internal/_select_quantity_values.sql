{% macro _select_quantity_values() %}
{#- One row per row of the CTE `acted` whose use case declares `outcomes.value`: what it earns
    (assay.select_quantity_outcomes). -#}
select
    cast(null as string) as use_case,
    cast(null as string) as policy,
    cast(null as string) as entity_id,
    cast(null as string) as model_version,
    cast(null as string) as split,
    cast(null as string) as cluster_id,
    cast(null as double) as prediction,
    cast(null as string) as predicted_class,
    cast(null as double) as actual,
    cast(null as string) as label_class,
    cast(null as double) as value,
    cast(null as boolean) as acts,
    cast(null as timestamp) as decided_at
where false
{%- for use_case, declaration in assay.use_cases().items() if declaration.outcomes.value is not none %}
union all
{{ assay.select_quantity_outcomes(use_case, declaration) }}
{%- endfor %}
{% endmacro %}
