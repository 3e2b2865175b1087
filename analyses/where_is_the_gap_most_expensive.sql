-- Where is the gap most expensive? Segments by what their distance to the target costs per decision.
with

gaps as (
    select * from {{ ref('assay__gaps') }}
    where segment <> 'all'
),

costed as (
    select
        use_case,
        metric,
        segment,
        segment_value,
        value,
        reference_value,
        gap,
        gap * unit_amount as gap_amount_per_decision,
        is_significant
    from gaps
)

select * from costed
order by use_case, gap_amount_per_decision desc nulls last, metric, segment, segment_value
