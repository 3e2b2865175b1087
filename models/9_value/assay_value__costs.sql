{%- set keys = 'use_case, month, cost_type' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

cash_flows as (
    select * from {{ ref('assay_value__cash_flows') }}
    where scenario = 'base' and kind <> 'benefit'
),

resource_costs as (
    select * from {{ ref('assay_value__resource_costs') }}
),

actual_costs as (
    select * from {{ ref('assay_inputs__actual_costs') }}
),

compute_costs as (
    select * from {{ ref('assay_value__compute_costs') }}
),

-- One cost may be budgeted, counted from below and booked: three views of it, never added up.
entries as (
    select
        use_case,
        month,
        coalesce(cost_type, 'other') as cost_type,
        'planned' as entry_view,
        -amount as amount
    from cash_flows
    union all
    select
        {{ keys }},
        'resourced' as entry_view,
        amount
    from resource_costs
    union all
    select
        {{ keys }},
        'actual' as entry_view,
        amount
    from actual_costs
    union all
    select
        use_case,
        month,
        'compute' as cost_type,
        'compute' as entry_view,
        cast(null as double) as amount
    from compute_costs
),

-- One unknown entry leaves the sum unknown.
summed as (
    select
        {{ keys }},
        count(*) filter (where entry_view = 'planned') as planned_count,
        count(*) filter (where entry_view = 'resourced') as resourced_count,
        count(*) filter (where entry_view = 'actual') as actual_count,
        case
            when count(*) filter (where entry_view = 'planned' and amount is null) = 0
                then {{ assay.exact_sum("case when entry_view = 'planned' then amount end") }}
        end as planned_amount,
        case
            when count(*) filter (where entry_view = 'resourced' and amount is null) = 0
                then {{ assay.exact_sum("case when entry_view = 'resourced' then amount end") }}
        end as resourced_amount,
        case
            when count(*) filter (where entry_view = 'actual' and amount is null) = 0
                then {{ assay.exact_sum("case when entry_view = 'actual' then amount end") }}
        end as actual_amount
    from entries
    group by {{ keys }}
),

joined as (
    select
        summed.*,
        use_cases.currency,
        summed.cost_type = 'compute' and compute_costs.use_case is not null as is_measured,
        compute_costs.compute_hour_amount,
        case when summed.cost_type = 'compute' then compute_costs.run_seconds end as run_seconds,
        case when summed.cost_type = 'compute' then compute_costs.run_cost_amount end
            as run_cost_amount
    from summed
    inner join use_cases on summed.use_case = use_cases.use_case
    left join compute_costs
        on
            summed.use_case = compute_costs.use_case
            and summed.month = compute_costs.month
),

costs as (
    select
        {{ keys }},
        currency,
        case
            when
                planned_count > 0 and planned_amount is null
                or resourced_count > 0 and resourced_amount is null
                then 'insufficient_data'
            when planned_count = 0 or actual_count = 0 then 'not_declared'
            else 'ok'
        end as evidence_status,
        nullif(
            concat_ws(
                '; ',
                case when planned_count = 0 then 'no cost line plans it' end,
                case
                    when planned_count > 0 and planned_amount is null
                        then 'a cost line has no amount or no rhythm'
                end,
                case
                    when resourced_count > 0 and resourced_amount is null
                        then 'a member or a source has no price'
                end,
                case when actual_count = 0 then 'nothing is booked' end,
                case
                    when is_measured and compute_hour_amount is null
                        then 'the assumption compute_hour_amount is not declared'
                end
            ),
            ''
        ) as reason,
        planned_amount,
        resourced_amount,
        actual_amount,
        actual_amount - planned_amount as variance_amount,
        run_seconds,
        run_cost_amount
    from joined
)

select * from costs
