{%- set defects = {
    'duplicate': ['is_duplicated', "'-2'", 'record_id'],
    'late': ['is_late', "'-1'", 'received_at'],
    'missing count': ['is_missing_count', "'-1'", 'good_die'],
    'impossible count': ['is_impossible_count', "'-1'", 'good_die'],
    'orphan': ['is_orphan', "'-1'", 'wafer_id'],
    'unit error': ['is_fahrenheit', "'-1'", 'probe_temperature_c'],
} -%}
with

records as (
    select * from {{ ref('fab_generator_records') }}
),

truth_quality_defects as (
    {%- for defect, described in defects.items() %}
    select
        record_id || {{ described[1] }} as record_id,
        '{{ defect }}' as defect,
        '{{ described[2] }}' as column_name,
        'fab_sort_records' as dataset
    from records
    where {{ described[0] }}
    union all
    {%- endfor %}
    -- A record of the mistaken tester that was sent twice is wrong twice.
    select
        record_id || '-2' as record_id,
        'unit error' as defect,
        'probe_temperature_c' as column_name,
        'fab_sort_records' as dataset
    from records
    where is_fahrenheit and is_duplicated
)

select * from truth_quality_defects
