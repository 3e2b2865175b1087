with

cadences as (
    select * from {{ ref('assay_inputs__cadences') }}
),

use_cases as (
    select
        *,
        coalesce(latency_days, 0) as action_days
    from {{ ref('assay_inputs__use_cases') }}
),

declared as (
    select
        use_case,
        max(half_life_days) as half_life_days
    from cadences
    group by use_case
),

waits as (
    {% for days in [
        '0', '1 / cast(24 as double)', '0.25', '0.5', '1', '2', '3', '7', '14', '30',
    ] -%}
    select cast({{ days }} as double) as wait_days
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- A run every T days lets a decision wait anything between nothing and T.
steps as (
    select
        use_case,
        'cadence' as step_kind,
        cadence as step,
        every_days,
        cast(0 as double) as least_days,
        every_days as most_days,
        amount_per_run
    from cadences
    union all
    select
        use_cases.use_case,
        'delay' as step_kind,
        concat(cast(cast(round(24 * waits.wait_days) as bigint) as string), ' hours') as step,
        cast(null as double) as every_days,
        waits.wait_days as least_days,
        waits.wait_days as most_days,
        cast(null as double) as amount_per_run
    from use_cases
    cross join waits
),

spans as (
    select
        steps.use_case,
        steps.step_kind,
        steps.step,
        steps.every_days,
        steps.amount_per_run,
        declared.half_life_days,
        steps.least_days + use_cases.action_days as first_days,
        steps.most_days - steps.least_days as width_days
    from steps
    inner join use_cases on steps.use_case = use_cases.use_case
    inner join declared on steps.use_case = declared.use_case
),

label_delays as (
    select
        decisions.use_case,
        {{ assay.seconds_between('decisions.decided_at', 'decisions.label_known_at') }} / 86400
            as open_days,
        max({{ assay.seconds_between('decisions.decided_at', 'decisions.label_known_at') }} / 86400)
            over (partition by decisions.use_case) as longest_days,
        {{ assay.seconds_between(
            'decisions.decided_at', 'max(decisions.label_known_at) over (partition by decisions.use_case)'
        ) }} / 86400 as age_days
    from {{ ref('assay_inputs__decisions') }} as decisions
    inner join declared on decisions.use_case = declared.use_case
    where declared.half_life_days is null and decisions.label_known_at > decisions.decided_at
),

-- Only decisions old enough for the slowest label: of younger ones, only quick labels are known.
open_shares as (
    select
        spans.use_case,
        spans.step_kind,
        spans.step,
        count(*) as n,
        {{ assay.exact_sum(
            'case when spans.width_days > 0 then greatest(0, least(1, '
            ~ '(label_delays.open_days - spans.first_days) / nullif(spans.width_days, 0))) '
            ~ 'when label_delays.open_days > spans.first_days then 1 else 0 end'
        ) }} / count(*) as open_rate
    from spans
    inner join label_delays on spans.use_case = label_delays.use_case
    where label_delays.age_days >= label_delays.longest_days
    group by spans.use_case, spans.step_kind, spans.step
),

delays as (
    select
        spans.use_case,
        spans.step_kind,
        spans.step,
        case
            when spans.half_life_days is not null then 'declared'
            when open_shares.n is not null then 'measured'
        end as source,
        spans.every_days,
        spans.amount_per_run,
        spans.first_days + spans.width_days / 2 as mean_delay_days,
        case
            when spans.half_life_days is null then open_shares.open_rate
            else
                power(cast(2 as double), -spans.first_days / spans.half_life_days)
                * case
                    when spans.width_days > 0
                        then
                            (1 - power(cast(2 as double), -spans.width_days / spans.half_life_days))
                            / (ln(cast(2 as double)) * spans.width_days / spans.half_life_days)
                    else 1
                end
        end as value_rate,
        open_shares.n
    from spans
    left join open_shares
        on
            spans.use_case = open_shares.use_case
            and spans.step_kind = open_shares.step_kind
            and spans.step = open_shares.step
)

select * from delays
