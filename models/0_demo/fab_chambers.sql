{%- set chambers = [] -%}
{%- for step in assay.fab_step_list() -%}
    {%- for tool in [1, 2, 3] -%}
        {%- for letter in 'ABC' -%}
            {%- set number = (step.number - 1) * 9 + tool * 3 - 3 + loop.index -%}
            {%- do chambers.append({
                'chamber_id': step.code ~ '-' ~ tool ~ letter, 'tool_id': step.code ~ '-' ~ tool,
                'step': step.name, 'chamber_number': number, 'pm_interval_days': 14 + number * 7 % 17,
                'first_pm_day': -100 - number * 5 % 13,
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endfor -%}
with

listed as (
    {{ assay.fab_rows(chambers, {
        'chamber_id': 'string', 'tool_id': 'string', 'step': 'string', 'chamber_number': 'integer',
        'pm_interval_days': 'integer', 'first_pm_day': 'integer',
    }) | indent(4) }}
),

chambers as (
    select
        chamber_id,
        tool_id,
        step,
        chamber_number,
        pm_interval_days,
        {{ assay.fab_at('first_pm_day') }} as first_pm_at
    from listed
)

select * from chambers
