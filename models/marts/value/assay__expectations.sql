with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

ceilings as (
    select * from {{ ref('assay_value__ceilings') }}
),

errors as (
    select
        use_case,
        min(model_version) as model_version,
        min(n) as n,
        {%- for error in ['false_alarm', 'miss', 'poor_bargain'] %}
        {%- for column in ['rate', 'ci_low', 'ci_high', 'cost_per_decision_amount'] %}
        max(case when error = '{{ error }}' then {{ column }} end) as {{ error }}_{{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('assay_value__errors') }}
    group by use_case
),

scaled as (
    select
        use_cases.use_case,
        use_cases.label_kind,
        coalesce(errors.model_version, ceilings.model_version) as model_version,
        use_cases.currency,
        use_cases.units_per_month,
        errors.false_alarm_rate,
        errors.miss_rate,
        {%- for error, plural in [('false_alarm', 'false_alarms'), ('miss', 'misses')] %}
        errors.{{ error }}_rate * use_cases.units_per_month as {{ plural }}_per_month,
        errors.{{ error }}_ci_low * use_cases.units_per_month as {{ plural }}_ci_low,
        errors.{{ error }}_ci_high * use_cases.units_per_month as {{ plural }}_ci_high,
        {%- endfor %}
        {%- for error in ['false_alarm', 'miss', 'poor_bargain'] %}
        errors.{{ error }}_cost_per_decision_amount * use_cases.units_per_month
            as {{ error }}_cost_amount,
        {%- endfor %}
        ceilings.policy,
        ceilings.ceiling_value_per_decision,
        ceilings.value_per_decision,
        ceilings.current_value_per_decision,
        ceilings.share_of_ceiling,
        ceilings.share_ci_low,
        ceilings.share_ci_high,
        coalesce(errors.n, ceilings.n, 0) as n,
        concat_ws(
            '; ',
            case
                when use_cases.label_kind <> 'event'
                    then 'only a binary task has false alarms and misses'
            end,
            case
                when
                    coalesce(errors.n, ceilings.n) is null
                    and (use_cases.label_kind = 'event' or use_cases.has_outcomes)
                    then 'no decision could be judged on test rows'
            end,
            case when use_cases.units_per_month is null then 'units_per_month is not declared' end,
            case when not use_cases.has_outcomes then 'outcomes are not declared' end
        ) as reasons
    from use_cases
    left join errors on use_cases.use_case = errors.use_case
    left join ceilings on use_cases.use_case = ceilings.use_case
),

worded as (
    select
        *,
        concat(
            'the model gains ', {{ assay._whole_number('100 * share_of_ceiling') }},
            ' % of what perfect foresight would gain over today'
        ) as gain
    from scaled
),

expectations as (
    select
        use_case,
        model_version,
        policy,
        currency,
        'computed' as source,
        case
            when reasons = '' then 'ok'
            when
                label_kind <> 'event' and share_of_ceiling is not null
                and units_per_month is not null
                then 'ok'
            when n = 0 then 'insufficient_data'
            else 'not_declared'
        end as evidence_status,
        nullif(reasons, '') as reason,
        case
            when units_per_month is null or n = 0 then null
            when label_kind = 'event' then concat(
                'Of ', {{ assay._whole_number('units_per_month') }},
                ' decisions a month, expect about ',
                {{ assay._whole_number('false_alarms_per_month') }}, ' false alarms and ',
                {{ assay._whole_number('misses_per_month') }}, ' misses',
                case
                    when share_of_ceiling is not null and false_alarm_cost_amount is not null
                        then concat(
                            ', which cost about ',
                            {{ assay._whole_number('false_alarm_cost_amount + miss_cost_amount') }},
                            ' ', coalesce(currency, 'in money'), '; ', gain
                        )
                    else ''
                end,
                '.'
            )
            when share_of_ceiling is not null then concat(
                'Of ', {{ assay._whole_number('units_per_month') }},
                ' predictions a month, expect errors that cost about ',
                {{ assay._whole_number(
                    'units_per_month * (ceiling_value_per_decision - value_per_decision)'
                ) }},
                ' ', coalesce(currency, 'in money'), ' against perfect foresight; ', gain, '.'
            )
        end as sentence,
        units_per_month,
        false_alarm_rate,
        miss_rate,
        false_alarms_per_month,
        false_alarms_ci_low,
        false_alarms_ci_high,
        misses_per_month,
        misses_ci_low,
        misses_ci_high,
        false_alarm_cost_amount,
        miss_cost_amount,
        poor_bargain_cost_amount,
        ceiling_value_per_decision,
        value_per_decision,
        current_value_per_decision,
        share_of_ceiling,
        share_ci_low,
        share_ci_high,
        n
    from worded
)

select * from expectations
