{% macro select_decisions(use_case, declaration) %}
{#- One use case's rows of the `decisions` waist: the only place where its declared expressions become SQL.
    Expressions see the columns of the declared relation and, by name, the expected value of each assumption.
    Money is NULL until the label is known: `greatest(0, NULL)` is 0 on some engines, so an expression over what
    is not known yet would look like a measured nothing. A policy acts only where its expression is true.
    Classes are numbered from 1 in the order of their texts. -#}
{%- set entity = declaration.entity -%}
{%- set label = declaration.label -%}
{%- set is_multiclass = declaration.task == 'multiclass' -%}
{%- set segments = {} -%}
{%- for column in declaration.segments %}{% do segments.update({column: 'entities.' ~ adapter.quote(column)}) %}{% endfor -%}
{%- set drivers = {} -%}
{%- for column in declaration.drivers or declaration.segments %}{% do drivers.update({column: 'entities.' ~ adapter.quote(column)}) %}{% endfor -%}
{%- set groups = {} -%}
{%- for column in declaration.groups %}{% do groups.update({column: 'entities.' ~ adapter.quote(column)}) %}{% endfor -%}
{%- set policies = {} -%}
{%- for policy in declaration.policies %}{% do policies.update({policy.name: 'coalesce(cast((' ~ policy.sql ~ ') as boolean), false)'}) %}{% endfor -%}
{%- set predictions = {} -%}
{%- for policy in declaration.policies if policy.prediction is not none and declaration.task == 'regression' -%}
    {%- do predictions.update({policy.name: 'case when ' ~ policies[policy.name] ~ ' then cast((' ~ policy.prediction ~ ') as double) end'}) -%}
{%- endfor -%}
{%- set metrics = {} -%}
{%- set metric_amounts = {} -%}
{%- set metric_ceilings = {} -%}
{%- for metric in declaration.metrics -%}
    {%- do metrics.update({metric.name: '(' ~ metric.sql ~ ')'}) -%}
    {%- do metric_amounts.update({metric.name: '(' ~ ('null' if metric.unit_amount is none else metric.unit_amount) ~ ')'}) -%}
    {%- do metric_ceilings.update({metric.name: '(' ~ ('null' if metric.ceiling is none else metric.ceiling) ~ ')'}) -%}
{%- endfor -%}
with

assumptions as (
    {{ assay._assumption_values(use_case, ref('assay_inputs__assumptions')) }}
),

{% if declaration.outcomes.value is not none -%}
priced as (
    {{ assay._select_current_values(declaration) }}
),

{% endif -%}
evaluated as (
    select
        cast(entities.{{ adapter.quote(entity.key) }} as string) as assay_entity_id,
        cast(entities.{{ adapter.quote(entity.cluster or entity.key) }} as string) as assay_cluster_id,
        {% if entity.subject -%} cast(entities.{{ adapter.quote(entity.subject) }} as string)
        {%- else -%} cast(null as string) {%- endif %} as assay_subject_id,
        cast(entities.{{ adapter.quote(entity.time) }} as timestamp) as assay_decided_at,
        cast({{ label.known_at or dbt.dateadd('day', label.wait_days, 'entities.' ~ adapter.quote(entity.time)) }} as timestamp)
            as assay_label_known_at,
        {{ assay._label(declaration) }} as assay_label,
        {{ assay.map_from_pairs(segments, 'string') }} as assay_segments,
        {{ assay.map_from_pairs(drivers, 'string') }} as assay_drivers,
        {{ assay.map_from_pairs(groups, 'string') }} as assay_groups,
        {{ assay.map_from_pairs(policies, 'boolean') }} as assay_policies,
        {{ assay.map_from_pairs(predictions, 'double') }} as assay_policy_predictions,
        {{ assay.map_from_pairs(metrics, 'double') }} as assay_metrics,
        {{ assay.map_from_pairs(metric_amounts, 'double') }} as assay_metric_amounts,
        {{ assay.map_from_pairs(metric_ceilings, 'double') }} as assay_metric_ceilings,
        {%- for outcome in ['tp', 'fp', 'fn', 'tn'] %}
        cast(({{ 'null' if declaration.outcomes[outcome] is none else declaration.outcomes[outcome] }}) as double) as assay_value_{{ outcome }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ assay.relation_named(entity.relation) }} as entities
    cross join assumptions
),

known as (
    select
        evaluated.*,
        {% if declaration.outcomes.value is not none -%}
        priced.assay_value_current,
        priced.assay_value_perfect,
        {% else -%}
        cast(null as double) as assay_value_current,
        cast(null as double) as assay_value_perfect,
        {% endif -%}
        evaluated.assay_label is not null and evaluated.assay_label_known_at is not null as is_known
    from evaluated
    {%- if declaration.outcomes.value is not none %}
    left join priced
        on
            evaluated.assay_entity_id = priced.assay_entity_id
            and evaluated.assay_decided_at = priced.assay_decided_at
    {%- endif %}
)

select
    {{ assay.text_literal(use_case) }} as use_case,
    assay_entity_id as entity_id,
    assay_cluster_id as cluster_id,
    assay_subject_id as subject_id,
    case when is_known then {{ 'assay_label' if is_multiclass else 'cast(null as string)' }} end as label_class,
    case
        when is_known
            then cast({{ 'dense_rank() over (partition by is_known order by assay_label)' if is_multiclass else 'assay_label' }} as double)
    end as label,
    {%- for outcome in ['tp', 'fp', 'fn', 'tn'] %}
    case when is_known then assay_value_{{ outcome }} end as value_{{ outcome }},
    {%- endfor %}
    case when is_known then assay_value_current end as value_current,
    case when is_known then assay_value_perfect end as value_perfect,
    assay_segments as segments,
    assay_drivers as drivers,
    assay_groups as groups,
    assay_policies as policies,
    assay_policy_predictions as policy_predictions,
    assay_metrics as metrics,
    assay_metric_amounts as metric_amounts,
    assay_metric_ceilings as metric_ceilings,
    assay_decided_at as decided_at,
    case when is_known then assay_label_known_at end as label_known_at
from known
{% endmacro %}
