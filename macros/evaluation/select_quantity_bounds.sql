{% macro select_quantity_bounds(use_case, declaration) %}
{#- Further queries of a union: what each policy of one use case earns per decision on the rows of the CTE `outcomes`
    (assay_evaluation__quantity_outcomes) when one assumption that outcomes.value names is at a bound and the others are
    at their expected value. What is predicted stays as it is. -#}
{%- set entity = declaration.entity -%}
{%- set relation = assay.relation_named(entity.relation) -%}
{%- set named = assay._names_in(declaration.outcomes.value | string) -%}
{%- for name in assay.assumption_names(use_case) | select('in', named) %}
{%- for bound in ['low', 'high'] %}
union all
select
    {{ assay.text_literal(use_case) }} as use_case,
    assay_policy as policy,
    {{ assay.text_literal(name) }} as assumption,
    {{ assay.text_literal(bound) }} as bound,
    max(assay_bound_value) as bound_value,
    {{ assay.exact_sum('assay_value') }} / count(*) as value_per_decision
from (
    select
        assay_policy,
        assay_bound_value,
        case when assay_acts then cast(({{ declaration.outcomes.value }}) as double) else 0 end as assay_value
    from (
        select
            entities.*,
            assumptions.*,
            bounds.*,
            acted.*
        from {{ relation }} as entities
        {{ assay._moved_assumptions(use_case, name, bound) | indent(8) }}
        inner join (
            select
                policy as assay_policy,
                entity_id as assay_entity_id,
                {{ 'predicted_class' if declaration.task == 'multiclass' else 'prediction' }} as prediction,
                {{ 'label_class' if declaration.task == 'multiclass' else 'actual' }} as actual,
                acts as assay_acts,
                decided_at as assay_decided_at
            from outcomes
            where use_case = {{ assay.text_literal(use_case) }}
        ) as acted
            on
                acted.assay_entity_id = cast(entities.{{ adapter.quote(entity.key) }} as string)
                and acted.assay_decided_at = cast(entities.{{ adapter.quote(entity.time) }} as timestamp)
    ) as assay_acted
) as assay_valued
group by assay_policy
{%- endfor %}
{%- endfor %}
{% endmacro %}
