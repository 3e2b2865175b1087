with

generated as (
    select * from {{ ref('fab_generator_lots') }}
),

customers as (
    select * from {{ ref('fab_customers') }}
),

lots as (
    select
        generated.lot_id,
        generated.product,
        customers.customer_id,
        customers.customer,
        generated.product || '-R' || lpad(cast(generated.recipe_number as string), 2, '0')
            as recipe,
        generated.is_hot_lot,
        generated.pilot_treated,
        {{ assay.fab_at('generated.started_day') }} as started_at
    from generated
    inner join customers
        on generated.customer_number = customers.customer_number
)

select * from lots
