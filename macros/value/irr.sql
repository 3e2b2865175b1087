{% macro irr(relation, keys, month, amount) %}
    {#- A query that gives, per `keys`, every annual rate between -99 % and 1,000,000 % at which the net present value
        is zero. Columns: the keys, irr_annual_rate. One row per rate: none where no rate gets there, several where
        the balance changes sign more than once, and then none of them says whether the project pays; decide by `npv`.
        A rate at which the value touches zero without crossing it is not found.

        Each round cuts the bracket of a root into equal parts and keeps the one where the sign changes, so that no
        recursion is needed.

        relation, keys, month, amount  as in `payback`. -#}
    {{ return(adapter.dispatch('irr', 'assay')(relation, keys, month, amount)) }}
{% endmacro %}

{% macro default__irr(relation, keys, month, amount) -%}
{%- set key_list = keys | join(', ') -%}
{%- set lowest = 'power(cast(10001 as double), cast(-1 as double) / 12)' -%}
{%- set highest = 'power(cast(100 as double), cast(1 as double) / 12)' -%}
with

irr_flows as (
    select
        {{ key_list }},
        cast({{ month }} as double) as month_number,
        {{ assay.exact_sum(amount) }} as month_amount
    from {{ relation }}
    group by {{ key_list }}, {{ month }}
),

{% for parts in [512] + [64] * 7 -%}
irr_steps_{{ loop.index }} as (
    select {{ assay.integer_rows('0', parts) }} as step
),

irr_points_{{ loop.index }} as (
    select
        {% for key in keys %}flows.{{ key }}, {% endfor -%}
        {% if loop.first %}0{% else %}brackets.root{% endif %} as root,
        {% if loop.first -%}
        {{ lowest }} + steps.step * ({{ highest }} - {{ lowest }}) / {{ parts }}
        {%- else -%}
        brackets.factor + steps.step * (brackets.next_factor - brackets.factor) / {{ parts }}
        {%- endif %} as factor,
        flows.month_number,
        flows.month_amount
    from irr_flows as flows
    cross join irr_steps_{{ loop.index }} as steps
    {% if not loop.first -%}
    inner join irr_brackets_{{ loop.index0 }} as brackets
        on {% for key in keys %}flows.{{ key }} = brackets.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
    {%- endif %}
),

irr_values_{{ loop.index }} as (
    select
        {{ key_list }},
        root,
        factor,
        {{ assay.exact_sum('month_amount * power(factor, month_number)') }} as present_amount
    from irr_points_{{ loop.index }}
    group by {{ key_list }}, root, factor
),

irr_neighbours_{{ loop.index }} as (
    select
        *,
        lead(factor) over (partition by {{ key_list }}, root order by factor) as next_factor,
        lead(present_amount) over (partition by {{ key_list }}, root order by factor) as next_amount
    from irr_values_{{ loop.index }}
),

irr_brackets_{{ loop.index }} as (
    select
        {{ key_list }},
        factor,
        next_factor,
        {% if loop.first -%}
        row_number() over (partition by {{ key_list }} order by factor) as root
        {%- else -%}
        root
        {%- endif %}
    from irr_neighbours_{{ loop.index }}
    where (present_amount >= 0) <> (next_amount >= 0)
    {% if not loop.first -%}
    qualify row_number() over (partition by {{ key_list }}, root order by factor) = 1
    {%- endif %}
),

{% endfor -%}
irr_rates as (
    select
        {{ key_list }},
        power((factor + next_factor) / 2, -12) - 1 as irr_annual_rate
    from irr_brackets_8
)

select * from irr_rates
{%- endmacro %}
