{% macro _select_current_values(declaration) -%}
{#- What the current policy's prediction earns on each row of a task with outcomes.value, and what the actual quantity
    or class would earn as a prediction. Reads the CTE `assumptions`. -#}
{%- set entity = declaration.entity -%}
{%- set current = declaration.policies | selectattr('current') | first -%}
{%- set type = 'string' if declaration.task == 'multiclass' else 'double' -%}
{%- set label = 'cast(' ~ assay._label(declaration) ~ ' as ' ~ type ~ ')' -%}
select
    cast({{ adapter.quote(entity.key) }} as string) as assay_entity_id,
    cast({{ adapter.quote(entity.time) }} as timestamp) as assay_decided_at,
    {%- for way in ['current', 'perfect'] %}
    max(case
        when assay_way <> '{{ way }}' then null
        when not assay_acts then 0
        when {{ assay.is_usable('prediction') if type == 'double' else 'prediction is not null' }} then cast(({{ declaration.outcomes.value }}) as double)
    end) as assay_value_{{ way }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    select
        entities.*,
        assumptions.*,
        ways.assay_way,
        {{ label }} as actual,
        case ways.assay_way
            when 'current' then cast(({{ 'null' if current.prediction is none else current.prediction }}) as {{ type }})
            else {{ label }}
        end as prediction,
        case ways.assay_way
            when 'current' then coalesce(cast(({{ current.sql }}) as boolean), false)
            else true
        end as assay_acts
    from {{ assay.relation_named(entity.relation) }} as entities
    cross join assumptions
    cross join (select 'current' as assay_way union all select 'perfect' as assay_way) as ways
) as assay_acted
group by {{ adapter.quote(entity.key) }}, {{ adapter.quote(entity.time) }}
{%- endmacro %}
