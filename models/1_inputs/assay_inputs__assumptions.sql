with

declared as (
    {{ assay.select_declared('assumptions') }}
),

distributed as (
    select
        *,
        coalesce(distribution, 'fixed') as known_distribution
    from declared
),

expected as (
    select
        use_case,
        name,
        known_distribution as distribution,
        unit,
        source,
        owner,
        low,
        mode,
        high,
        {{ assay.expected_value('known_distribution', 'low', 'mode', 'high') }} as expected_value,
        review_by
    from distributed
)

select * from expected
