{#- Days 400 to 500 lie before the concept drift, the days from 520 on after it. -#}
{%- set policies = {
    'never': 'false', 'always': 'true', 'random_10pct': 'sampled_flag', 'spc_3sigma': 'spc_alarm',
    'bayes': 'expected_value_usd > 0', 'perfect': 'is_low_yield and value_usd > 0',
} -%}
with

wafers as (
    select * from {{ ref('fab_truth_wafers') }}
),

decisions as (
    select * from {{ ref('fab_wafer_decisions') }}
),

assumptions as (
    select
        max(case when name = 'rework_success' then (low + mode + high) / 3 end) as rework_success,
        max(case when name = 'inspect_usd' then mode end) as inspect_usd
    from {{ ref('fab_assumptions') }}
    where use_case = 'wafer_yield'
),

valued as (
    select
        wafers.is_low_yield,
        wafers.expected_value_usd,
        decisions.sampled_flag,
        decisions.spc_alarm,
        case
            when decisions.decided_at < {{ assay.fab_at(500) }} then 'before_drift'
            else 'after_drift'
        end
            as period,
        case
            when wafers.is_low_yield
                then assumptions.rework_success * greatest(
                    0,
                    (decisions.yield_nominal - wafers.true_sort_yield)
                    * decisions.gross_die * decisions.margin_usd - decisions.rework_usd
                )
            else 0
        end - assumptions.inspect_usd as value_usd
    from decisions
    inner join wafers
        on decisions.wafer_id = wafers.wafer_id
    cross join assumptions
    where
        (
            decisions.decided_at >= {{ assay.fab_at(400) }}
            and decisions.decided_at < {{ assay.fab_at(500) }}
        )
        or decisions.decided_at >= {{ assay.fab_at(520) }}
),

truth_ladder as (
    {%- for policy, condition in policies.items() %}
    select
        period,
        {{ dbt.string_literal(policy) }} as policy,
        {{ assay.exact_sum('case when ' ~ condition ~ ' then value_usd else 0 end') }} / count(*)
            as value_per_decision_usd,
        count(case when {{ condition }} then 1 end) / cast(count(*) as double) as acted_rate,
        count(*) as wafer_count
    from valued
    group by period
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from truth_ladder
