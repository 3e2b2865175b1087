{#- Every eighth operator was never asked for the first purpose, every eleventh withdrew. -#}
with

operators as (
    select * from {{ ref('fab_operators') }}
),

purposes as (
    {{ assay.fab_rows([
        {'purpose': 'yield_improvement', 'source': 'Works agreement 2024/3', 'skipped': 8, 'withdrawn': 11},
        {'purpose': 'shift_planning', 'source': 'Employment contract', 'skipped': 1000, 'withdrawn': 1000},
    ], {'purpose': 'string', 'source': 'string', 'skipped': 'integer', 'withdrawn': 'integer'}) | indent(4) }}
),

consents as (
    select
        operators.operator_id as subject_id,
        purposes.purpose,
        purposes.source,
        {{ assay.fab_at('-90 + operators.operator_number % 60') }} as granted_at,
        case
            when operators.operator_number % purposes.withdrawn = 0
                then {{ assay.fab_at('200 + operators.operator_number') }}
        end as withdrawn_at
    from operators
    cross join purposes
    where operators.operator_number % purposes.skipped > 0
)

select * from consents
