with

declared as (
    {{ assay.fab_rows(assay.fab_product_list(), {
        'product': 'string', 'segment': 'string', 'node_nm': 'integer', 'wafer_mm': 'integer',
        'die_width_mm': 'double', 'die_height_mm': 'double', 'y_sys': 'double', 'alpha': 'double',
        'd0_start': 'double', 'd0_inf': 'double', 'tau_days': 'double', 'wafer_cost_usd': 'double',
        'margin_usd': 'double', 'rework_usd': 'double', 'sort_usd': 'double', 'escape_usd': 'double',
    }) | indent(4) }}
),

sized as (
    select
        *,
        die_width_mm * die_height_mm / 100 as area_cm2,
        -- Dies per wafer by de Vries (2005) on the diameter less three
        -- millimetres of edge on both sides.
        cast(floor(
            pi() * (wafer_mm - 6) * (wafer_mm - 6) / (4 * die_width_mm * die_height_mm)
            - pi() * (wafer_mm - 6) / sqrt(2 * die_width_mm * die_height_mm)
        ) as integer) as gross_die
    from declared
),

matured as (
    select
        *,
        round(y_sys * pow(1 + area_cm2 * d0_inf / alpha, -alpha), 4) as yield_nominal
    from sized
),

products as (
    select
        *,
        round(0.9 * yield_nominal, 4) as yield_limit
    from matured
)

select * from products
