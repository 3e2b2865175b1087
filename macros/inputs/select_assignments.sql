{% macro select_assignments(use_case, declaration) %}
{#- One use case's decisions with the group that its declared realisation puts them in: whether they belong to
    the treated group, whether they come after the start, where they are compared and what foretells the metric. -#}
{%- set entity = declaration.entity -%}
{%- set realisation = declaration.realisation -%}
{%- set time = 'entities.' ~ adapter.quote(entity.time) -%}
with

assumptions as (
    {{ assay._assumption_values(use_case, ref('assay_inputs__assumptions')) }}
)

select
    {{ assay.text_literal(use_case) }} as use_case,
    cast(entities.{{ adapter.quote(entity.key) }} as string) as entity_id,
    {% if realisation.strata -%} coalesce(cast(({{ realisation.strata }}) as string), 'missing')
    {%- else -%} 'all' {%- endif %} as stratum,
    cast(({{ 'null' if realisation.adjust_for is none else realisation.adjust_for }}) as double) as covariate,
    cast(({{ realisation.assignment }}) as boolean) as is_assigned,
    cast(({{ realisation.assigned_at or time }}) as timestamp)
    >= cast({{ assay.text_literal(realisation.starts_at) }} as timestamp) as is_after,
    cast({{ time }} as timestamp) as decided_at
from {{ assay.relation_named(entity.relation) }} as entities
cross join assumptions
{% endmacro %}
