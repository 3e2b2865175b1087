{% macro select_outcome_bounds(use_case, declaration) %}
{#- One use case's rows of `assay_inputs__outcome_bounds`: what acting earns over not acting when one assumption is at a
    bound and the others are at their expected value. Only assumptions that an outcome expression names are moved. -#}
{%- set outcomes = {} -%}
{%- set named = [] -%}
{%- for outcome, sql in declaration.outcomes.items() if outcome != 'value' -%}
    {%- do outcomes.update({outcome: 'cast((' ~ ('null' if sql is none else sql) ~ ') as double)'}) -%}
    {%- do named.extend(assay._names_in(sql | string)) -%}
{%- endfor -%}
{%- set relation = assay.relation_named(declaration.entity.relation) -%}
{%- set names = assay.assumption_names(use_case) | select('in', named) | list -%}
{%- for name in names %}
{%- for bound in ['low', 'high'] %}
select
    {{ assay.text_literal(use_case) }} as use_case,
    {{ assay.text_literal(name) }} as assumption,
    {{ assay.text_literal(bound) }} as bound,
    cast(entities.{{ adapter.quote(declaration.entity.key) }} as string) as entity_id,
    bounds.assay_bound_value as bound_value,
    case
        when cast({{ assay._label(declaration) }} as double) = 1
            then {{ outcomes.tp }} - {{ outcomes.fn }}
        else {{ outcomes.fp }} - {{ outcomes.tn }}
    end as gain,
    cast(entities.{{ adapter.quote(declaration.entity.time) }} as timestamp) as decided_at
from {{ relation }} as entities
{{ assay._moved_assumptions(use_case, name, bound) }}
{{ 'union all' if not loop.last }}
{% endfor %}
{{ 'union all' if not loop.last }}
{% else %}
select
    cast(null as string) as use_case,
    cast(null as string) as assumption,
    cast(null as string) as bound,
    cast(null as string) as entity_id,
    cast(null as double) as bound_value,
    cast(null as double) as gain,
    cast(null as timestamp) as decided_at
where false
{% endfor -%}
{% endmacro %}
