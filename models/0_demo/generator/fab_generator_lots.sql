{%- set steps = assay.fab_step_list() -%}
{%- set products = assay.fab_product_list() -%}
{%- set lots = var('assay_demo_lots', 1000) -%}
{%- set pilot = assay.fab_pilot() -%}
{%- set days = assay.fab_axis_days() -%}
{#- Arrival, at most 18 hours of waiting, and work fit into a window of 1.25 days, so that the steps
    of a lot never overlap. -#}
{%- set window = 1.25 -%}
with

numbered as (
    select {{ assay.integer_rows(1, lots) }} as lot_number
),

keyed as (
    select
        lot_number,
        {{ assay.mix_integer('cast(lot_number as bigint)') }} as lot_key
    from numbered
),

drawn as (
    select
        lot_number,
        lot_key,
        {{ assay.fab_uniform(assay.fab_draw('lot_key', 'product')) }} as product_draw,
        {{ assay.fab_uniform(assay.fab_draw('lot_key', 'priority')) }} as priority_draw,
        {{ assay.fab_uniform(assay.fab_draw('lot_key', 'pilot')) }} as pilot_draw,
        {{ assay.fab_draw('lot_key', 'material') }} as material_draw,
        {{ assay.fab_draw('lot_key', 'customer') }} % 8 + 1 as customer_number,
        {{ assay.fab_draw('lot_key', 'recipe') }} % 12 + 1 as recipe_number,
        {%- for step in steps %}
        {{ assay.fab_draw('lot_key', step.name ~ ' tool') }} as {{ step.name }}_tool_draw,
        {{ assay.fab_draw('lot_key', step.name ~ ' queue') }} as {{ step.name }}_queue_draw,
        {{ assay.fab_draw('lot_key', step.name ~ ' sensors') }} as {{ step.name }}_sensor_draw,
        {%- endfor %}
        {{ window }}
        + (lot_number - 1 + {{ assay.fab_uniform(assay.fab_draw('lot_key', 'release')) }})
        * ({{ days }} - {{ window }}) / cast({{ lots }} as double) as release_day
    from keyed
),

scheduled as (
    select
        *,
        case
            {%- for product in products %}
            {%- if not loop.last %}
            when product_draw < {{ product.share_from + product.share }}
                then {{ dbt.string_literal(product.product) }}
            {%- else %}
            else {{ dbt.string_literal(product.product) }}
            {%- endif %}
            {%- endfor %}
        end as product,
        1 + material_draw % 3 as supplier_number,
        round({{ assay.fab_normal('material_draw') }}, 3) as material_z,
        priority_draw < 0.08 as is_hot_lot,
        release_day - {{ window * steps | length }} as started_day,
        {%- for step in steps %}
        1 + {{ step.name }}_tool_draw % 3 as {{ step.name }}_tool,
        round({{ assay.fab_normal(step.name ~ '_sensor_draw', 'cos') }}, 3)
            as {{ step.name }}_lot_z1,
        round({{ assay.fab_normal(step.name ~ '_sensor_draw', 'sin') }}, 3)
            as {{ step.name }}_lot_z2,
        release_day - {{ window * (steps | length - loop.index0) }}
        + 0.2 * {{ assay.fab_uniform(step.name ~ '_tool_draw') }} as {{ step.name }}_arrived_day,
        -- Waiting times are exponential with a mean of 2.5 hours, cut at 18.
        round(least(18, -2.5 * ln({{ assay.fab_uniform(step.name ~ '_queue_draw') }})), 2)
            as {{ step.name }}_queue_hours{{ ',' if not loop.last }}
        {%- endfor %}
    from drawn
),

lots as (
    select
        lot_number,
        lot_key,
        'L' || lpad(cast(lot_number as string), 6, '0') as lot_id,
        product,
        customer_number,
        recipe_number,
        supplier_number,
        material_z,
        is_hot_lot,
        started_day >= {{ pilot.from_day }} and pilot_draw < {{ pilot.share }} as pilot_treated,
        started_day,
        {%- for step in steps %}
        {{ step.name }}_tool,
        {{ step.name }}_lot_z1,
        {{ step.name }}_lot_z2,
        {{ step.name }}_arrived_day,
        {{ step.name }}_queue_hours,
        {{ step.name }}_arrived_day + {{ step.name }}_queue_hours / cast(24 as double)
            as {{ step.name }}_day
        {{- ',' if not loop.last }}
        {%- endfor %}
    from scheduled
)

select * from lots
