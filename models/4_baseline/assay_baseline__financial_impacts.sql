with

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

impact_lines as (
    select
        *,
        coalesce(unit, 'decision') as counted_unit,
        case when kind = 'direct' then coalesce(probability_rate, 1) else probability_rate end
            as probability
    from {{ ref('assay_inputs__impact_lines') }}
),

counted as (
    select
        impact_lines.use_case,
        impact_lines.impact,
        {{ assay.map_value('decisions.metrics', 'impact_lines.metric') }} as units,
        coalesce(
            impact_lines.unit_amount,
            {{ assay.map_value('decisions.metric_amounts', 'impact_lines.metric') }}
        ) as unit_amount,
        impact_lines.counted_unit,
        impact_lines.priority,
        decisions.entity_id,
        decisions.decided_at
    from decisions
    inner join impact_lines on decisions.use_case = impact_lines.use_case
    where impact_lines.metric is not null
),

-- What an earlier line counts at a decision, no later line counts again.
claimed as (
    select
        *,
        row_number() over (
            partition by use_case, counted_unit, entity_id, decided_at order by priority, impact
        ) = 1 as is_first
    from counted
    where {{ assay.is_usable('units') }} and units <> 0
),

measured as (
    select
        use_case,
        impact,
        count(case when is_first then 1 end) as n,
        {{ assay.exact_sum('case when is_first then units else 0 end') }} as units,
        {{ assay.exact_sum('case when is_first then 0 else units end') }} as overlapping_units,
        case
            when count(case when is_first and unit_amount is null then 1 end) = 0
                then {{ assay.exact_sum('case when is_first then units * unit_amount else 0 end') }}
        end as amount,
        cast(date_trunc('month', decided_at) as date) as period_start
    from claimed
    group by use_case, impact, cast(date_trunc('month', decided_at) as date)
),

months as (
    select distinct
        use_case,
        cast(date_trunc('month', decided_at) as date) as period_start
    from decisions
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

financial_impacts as (
    select
        impact_lines.use_case,
        impact_lines.impact,
        coalesce(cast(months.period_start as string), 'all') as period,
        impact_lines.kind as line_kind,
        impact_lines.metric,
        impact_lines.counted_unit as unit,
        impact_lines.basis,
        use_cases.currency,
        case when impact_lines.metric is null then 'declared' else 'computed' end as source,
        measured.n,
        case
            when impact_lines.metric is null then impact_lines.units_per_month
            else measured.units / use_cases.sample_fraction
        end as value,
        measured.overlapping_units / use_cases.sample_fraction as overlapping_value,
        impact_lines.probability as probability_rate,
        impact_lines.probability * case
            when impact_lines.metric is null
                then impact_lines.units_per_month * impact_lines.unit_amount
            else measured.amount / use_cases.sample_fraction
        end as amount,
        months.period_start
    from impact_lines
    inner join use_cases on impact_lines.use_case = use_cases.use_case
    left join months on impact_lines.use_case = months.use_case
    left join measured
        on
            impact_lines.use_case = measured.use_case
            and impact_lines.impact = measured.impact
            and months.period_start = measured.period_start
)

select * from financial_impacts
