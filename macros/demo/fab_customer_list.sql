{% macro fab_customer_list() %}
    {#- The fab's customers; none of them has an effect on yield. -#}
    {%- set values = [
        ['Acme Motors', 'DE', 'automotive', 'Paula Keller', 'paula.keller@acme.example', '2016-03-01'],
        ['Globex Mobile', 'KR', 'consumer', 'Min-jun Park', 'mj.park@globex.example', '2018-09-15'],
        ['Initech Cloud', 'US', 'computing', 'Bill Lum', 'bill.lum@initech.example', '2021-01-10'],
        ['Umbra Sensors', 'FR', 'industrial', 'Claire Morel', 'claire.morel@umbra.example', '2015-05-20'],
        ['Hooli Devices', 'US', 'consumer', 'Gavin Stone', 'gavin.stone@hooli.example', '2019-11-02'],
        ['Vehement Drive', 'JP', 'automotive', 'Aiko Mori', 'aiko.mori@vehement.example', '2017-07-07'],
        ['Stark Metering', 'SE', 'industrial', 'Nils Berg', 'nils.berg@stark.example', '2020-02-28'],
        ['Wonka Displays', 'NL', 'consumer', 'Sanne Vos', 'sanne.vos@wonka.example', '2022-06-30'],
    ] -%}
    {%- set columns = ['customer', 'country', 'segment', 'contact_name', 'contact_email', 'customer_since'] -%}
    {%- set customers = [] -%}
    {%- for row in values -%}
        {%- set customer = dict(zip(columns, row)) -%}
        {%- do customer.update({'customer_id': 'C0' ~ loop.index, 'customer_number': loop.index}) -%}
        {%- do customers.append(customer) -%}
    {%- endfor -%}
    {{ return(customers) }}
{% endmacro %}
