{% macro fab_product_list() %}
    {#- The products of the fab. Sizes in millimetres, money in US dollars, defect density d0 in killer
        defects per square centimetre (start and mature), tau_days the learning curve's time constant,
        y_sys the systematic yield, alpha the clustering of defects, share the part of all lots. -#}
    {%- set columns = [
        'product', 'segment', 'node_nm', 'wafer_mm', 'die_width_mm', 'die_height_mm', 'share', 'y_sys',
        'd0_start', 'd0_inf', 'tau_days', 'wafer_cost_usd', 'margin_usd', 'rework_usd', 'sort_usd', 'escape_usd',
    ] -%}
    {%- set values = [
        ['SENS-D', 'industrial', 180, 200, 2.6, 2.2, 0.20, 0.97, 0.28, 0.20, 400, 850, 0.70, 260, 45, 60],
        ['PMIC-A', 'automotive', 130, 200, 3.4, 3.0, 0.20, 0.965, 0.27, 0.20, 400, 900, 1.30, 260, 50, 400],
        ['MCU-B', 'automotive', 90, 200, 4.2, 4.0, 0.18, 0.96, 0.34, 0.25, 400, 950, 2.80, 280, 60, 450],
        ['RF-C', 'consumer', 65, 300, 5.0, 4.4, 0.16, 0.955, 0.31, 0.235, 420, 2000, 2.80, 420, 90, 80],
        ['DDI-E', 'consumer', 65, 300, 14.0, 1.6, 0.14, 0.955, 0.32, 0.24, 420, 2000, 2.90, 420, 90, 70],
        ['SOC-F', 'computing', 28, 300, 7.2, 6.8, 0.12, 0.94, 0.17, 0.125, 450, 3000, 11.6, 600, 160, 150],
    ] -%}
    {%- set products = [] -%}
    {%- set before = namespace(share=0.0) -%}
    {%- for row in values -%}
        {%- set product = dict(zip(columns, row)) -%}
        {%- do product.update({'share_from': before.share, 'alpha': 2}) -%}
        {%- set before.share = before.share + product.share -%}
        {%- do products.append(product) -%}
    {%- endfor -%}
    {{ return(products) }}
{% endmacro %}
