{%- set damage = assay.fab_damage() -%}
with

truth_gaps as (
    select
        'handling_damage_rate' as metric,
        cast({{ damage.target }} as double) as target,
        cast({{ damage.gap }} as double) as gap_start,
        cast({{ damage.gap_per_month }} as double) as gap_per_month,
        cast({{ damage.month_days }} as integer) as month_days
)

select * from truth_gaps
