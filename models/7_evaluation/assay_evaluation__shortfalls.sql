{%- set keys = 'use_case, model_version' -%}
with

merits as (
    select * from {{ ref('assay_evaluation__merits') }}
    where merit is not null
),

totals as (
    {{ assay.select_merit_totals() | indent(4) }}
),

compared as (
    select
        totals.use_case,
        totals.model_version,
        totals.cluster_id,
        totals.total * merits.total_unit as total,
        totals.row_count
    from totals
    inner join merits
        on
            totals.use_case = merits.use_case
            and totals.model_version = merits.model_version
            and totals.criterion = merits.criterion
),

best as (
    select
        use_case,
        model_version,
        merit
    from merits
    where is_ranked
    qualify row_number() over (
        partition by use_case order by merit desc, model_version asc
    ) = 1
),

differences as (
    select
        compared.use_case,
        compared.model_version,
        best_totals.total - compared.total as difference,
        compared.row_count
    from compared
    inner join best on compared.use_case = best.use_case
    inner join compared as best_totals
        on
            best.use_case = best_totals.use_case
            and best.model_version = best_totals.model_version
            and compared.cluster_id = best_totals.cluster_id
),

means as (
    select
        {{ keys }},
        {{ assay.exact_sum('difference') }} / nullif(cast(sum(row_count) as double), 0)
            as mean_difference
    from differences
    group by {{ keys }}
),

errors as (
    select
        {{ keys }},
        {{ assay.sandwich_error(
            'differences.difference - means.mean_difference * differences.row_count',
            'count(*)',
            'nullif(sum(differences.row_count), 0)'
        ) }} as standard_error,
        count(*) as cluster_count
    from differences
    inner join means using ({{ keys }})
    group by {{ keys }}
),

-- Fewer than ten clusters bound nothing.
shortfalls as (
    select
        merits.use_case,
        merits.model_version,
        merits.criterion,
        best.merit - merits.merit as shortfall,
        case when errors.cluster_count >= 10 then errors.standard_error end as standard_error
    from merits
    inner join best on merits.use_case = best.use_case
    left join errors
        on
            merits.use_case = errors.use_case
            and merits.model_version = errors.model_version
)

select * from shortfalls
