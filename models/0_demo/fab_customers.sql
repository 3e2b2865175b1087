with

customers as (
    {{ assay.fab_rows(assay.fab_customer_list(), {
        'customer_id': 'string', 'customer': 'string', 'country': 'string', 'segment': 'string',
        'contact_name': 'string', 'contact_email': 'string', 'customer_number': 'integer',
        'customer_since': 'date',
    }) | indent(4) }}
)

select * from customers
