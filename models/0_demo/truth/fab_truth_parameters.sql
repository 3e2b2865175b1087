{%- set chosen = 'assumption of the demo' -%}
{%- set parameters = [
    ['wafers_per_lot', 25, 'wafers', 'the standard carrier (FOUP) holds 25 wafers'],
    ['critical_steps', 8, 'steps', chosen],
    ['cluster_alpha', 2, 'ratio', 'published values range from 0.3 to 3; the classic (1 + D A / 2)^-2 has 2'],
    ['edge_exclusion', 3, 'mm', chosen],
    ['label_delay_low', 30, 'days', 'cycle time from the last critical step to sort; sources name 30 to 90 days'],
    ['label_delay_high', 45, 'days', 'cycle time from the last critical step to sort; sources name 30 to 90 days'],
    ['reading_missing', 0.045, 'ratio', 'SECOM (UCI): 4.5 % of all cells are missing'],
    ['reading_stuck', 0.005, 'ratio', chosen],
    ['metrology_sampling', 0.08, 'ratio', 'vendors name 4 to 10 % of wafers'],
    ['queue_mean', 2.5, 'hours', chosen],
    ['lot_share_of_variance', 0.36, 'ratio', chosen],
    ['sort_coverage', 0.97, 'ratio', 'Williams and Brown 1981: defect level of a test with coverage T'],
    ['final_test_coverage', 0.9, 'ratio', chosen],
    ['overkill', 0.004, 'ratio', chosen],
    ['return_delay', 90, 'days', chosen],
    ['low_yield_limit', 0.9, 'ratio of the mature yield', chosen],
] -%}
{%- set d0 = 'below 0.5 per cm² is good, a mature leading node 0.09 (AnandTech 16028, 2020)' -%}
{%- set price = 'public foundry price tables (CSET 2020, GSA survey); '
    ~ 'older nodes are assumptions' -%}
{%- for product in assay.fab_product_list() -%}
    {%- for name, unit, source in [
        ['y_sys', 'ratio', chosen], ['d0_start', 'defects per cm²', d0], ['d0_inf', 'defects per cm²', d0],
        ['tau_days', 'days', chosen], ['wafer_cost_usd', 'USD', price], ['margin_usd', 'USD per die', chosen],
        ['rework_usd', 'USD per wafer', chosen],
    ] -%}
        {%- do parameters.append([product.product ~ ' ' ~ name, product[name], unit, source]) -%}
    {%- endfor -%}
{%- endfor -%}
{%- set rows = [] -%}
{%- for row in parameters -%}
    {%- do rows.append(dict(zip(['parameter', 'parameter_value', 'unit', 'source'], row))) -%}
{%- endfor -%}
with

truth_parameters as (
    {{ assay.fab_rows(rows, {
        'parameter': 'string', 'unit': 'string', 'source': 'string', 'parameter_value': 'double',
    }) | indent(4) }}
)

select * from truth_parameters
