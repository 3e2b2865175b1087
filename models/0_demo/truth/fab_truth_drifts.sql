with

planted as (
    {{ assay.fab_rows(assay.fab_drift_list().values() | list, {
        'drift': 'string', 'column_name': 'string', 'quantity': 'string', 'from_day': 'integer',
        'value_before': 'double', 'value_after': 'double',
    }) | indent(4) }}
),

truth_drifts as (
    select
        drift,
        column_name,
        quantity,
        value_before,
        value_after,
        {{ assay.fab_at('from_day') }} as started_at
    from planted
)

select * from truth_drifts
