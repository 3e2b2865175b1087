{% macro select_quantity_outcomes(use_case, declaration) %}
{#- What each way of deciding earns on each row of one use case: the only place where `outcomes.value` becomes SQL.
    Reads the CTE `acted` (who acts on which prediction); policies that are declared say so in their own words. The
    expression sees the columns of the relation, the expected value of each assumption, `prediction` and `actual`
    (quantities, or classes as texts). -#}
{%- set entity = declaration.entity -%}
{%- set policies = declaration.policies -%}
{%- set is_multiclass = declaration.task == 'multiclass' -%}
select
    {{ assay.text_literal(use_case) }} as use_case,
    assay_policy as policy,
    assay_entity_id as entity_id,
    assay_model_version as model_version,
    assay_split as split,
    assay_cluster_id as cluster_id,
    {%- for column, class in {'prediction': 'predicted_class', 'actual': 'label_class'}.items() %}
    {{ 'cast(null as double)' if is_multiclass else column }} as {{ column }},
    {{ column if is_multiclass else 'cast(null as string)' }} as {{ class }},
    {%- endfor %}
    case
        when not assay_acts then 0
        when {{ 'prediction is not null' if is_multiclass else assay.is_usable('prediction') }} then cast(({{ declaration.outcomes.value }}) as double)
    end as value,
    assay_acts as acts,
    assay_decided_at as decided_at
from (
    select
        entities.*,
        assumptions.*,
        acted.*,
        acted.{{ 'assay_label_class' if is_multiclass else 'assay_label' }} as actual,
        case acted.assay_policy
            {%- for policy in policies %}
            when {{ assay.text_literal(policy.name) }}
                then cast(
                    ({{ 'null' if policy.prediction is none else policy.prediction }}) as {{ 'string' if is_multiclass else 'double' }}
                )
            {%- endfor %}
            else acted.{{ 'assay_predicted_class' if is_multiclass else 'assay_prediction' }}
        end as prediction,
        case acted.assay_policy
            {%- for policy in policies %}
            when {{ assay.text_literal(policy.name) }} then coalesce(cast(({{ policy.sql }}) as boolean), false)
            {%- endfor %}
            else acted.assay_is_acting
        end as assay_acts
    from {{ assay.relation_named(entity.relation) }} as entities
    cross join (
        {{ assay._assumption_values(use_case, ref('assay_inputs__assumptions')) }}
    ) as assumptions
    inner join (
        select
            policy as assay_policy,
            entity_id as assay_entity_id,
            model_version as assay_model_version,
            split as assay_split,
            cluster_id as assay_cluster_id,
            label as assay_label,
            label_class as assay_label_class,
            prediction as assay_prediction,
            predicted_class as assay_predicted_class,
            acts as assay_is_acting,
            decided_at as assay_decided_at
        from acted
        where use_case = {{ assay.text_literal(use_case) }}
    ) as acted
        on
            acted.assay_entity_id = cast(entities.{{ adapter.quote(entity.key) }} as string)
            and acted.assay_decided_at = cast(entities.{{ adapter.quote(entity.time) }} as timestamp)
) as assay_acted
{% endmacro %}
