with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

simulations as (
    select * from {{ ref('assay_value__simulations') }}
),

pilot_values as (
    select * from {{ ref('assay_value__information_values') }}
    where information = 'pilot'
),

sensitivities as (
    select
        sensitivities.*,
        information_values.value_amount
    from {{ ref('assay_value__sensitivities') }} as sensitivities
    inner join {{ ref('assay_value__information_values') }} as information_values
        on
            sensitivities.use_case = information_values.use_case
            and sensitivities.input_kind = information_values.information
            and sensitivities.input = information_values.input
),

pivotal_inputs as (
    select *
    from sensitivities
    qualify
        row_number() over (
            partition by use_case
            order by value_amount desc, first_order_share desc, input_kind asc, input asc
        ) = 1
),

gathered as (
    select
        use_cases.use_case,
        use_cases.currency,
        simulations.evidence_status,
        simulations.reason as missing,
        simulations.expected_npv_amount,
        simulations.npv_negative_rate,
        simulations.evpi_amount,
        use_cases.npv_negative_max_rate,
        use_cases.pilot_cost_amount,
        pilot_values.value_amount as evsi_amount,
        -- The tree: pay for the pilot, then go on only if it says so, later.
        (
            pilot_values.value_amount
            + case
                when simulations.expected_npv_amount > 0 then simulations.expected_npv_amount
                else 0
            end
        ) * {{ assay.discount_factor(
            'coalesce(use_cases.pilot_weeks, 0) * 12 * 7 / cast(365.25 as double)',
            'use_cases.discount_rate_annual'
        ) }} - use_cases.pilot_cost_amount as stage_gate_amount,
        pivotal_inputs.input_kind as pivotal_input_kind,
        pivotal_inputs.input as pivotal_input,
        pivotal_inputs.input_mean as pivotal_mean,
        pivotal_inputs.break_even_value as pivotal_break_even,
        pivotal_inputs.value_amount as pivotal_evppi_amount
    from use_cases
    left join simulations on use_cases.use_case = simulations.use_case
    left join pilot_values on use_cases.use_case = pilot_values.use_case
    left join pivotal_inputs on use_cases.use_case = pivotal_inputs.use_case
),

judged as (
    select
        *,
        case
            when expected_npv_amount is null then 'undecided'
            when expected_npv_amount > 0 and npv_negative_rate <= npv_negative_max_rate then 'GO'
            when evsi_amount > pilot_cost_amount then 'PILOT'
            when expected_npv_amount > 0 and npv_negative_max_rate is null then 'undecided'
            else 'NO-GO'
        end as verdict
    from gathered
),

verdicts as (
    select
        use_case,
        verdict,
        case
            when expected_npv_amount is null then coalesce(missing, 'the value cannot be simulated')
            when verdict = 'undecided' then 'risk_tolerance.npv_negative_max is not declared'
            when verdict = 'GO' then 'it is expected to pay, and a loss is rare enough'
            when verdict = 'PILOT' then 'the pilot is worth more than it costs'
            else concat(
                case
                    when expected_npv_amount > 0 then 'a loss is more likely than may be'
                    else 'it is not expected to pay'
                end,
                case
                    when pilot_cost_amount is null then ', and no pilot with a cost is declared'
                    when evsi_amount is null then ', and what a pilot would show is not known'
                    else ', and the pilot costs more than it is worth'
                end
            )
        end as reason,
        pivotal_input_kind,
        pivotal_input,
        currency,
        'computed' as source,
        evidence_status,
        expected_npv_amount,
        npv_negative_rate,
        npv_negative_max_rate,
        evpi_amount,
        pivotal_mean,
        pivotal_break_even,
        pivotal_evppi_amount,
        evsi_amount,
        pilot_cost_amount,
        stage_gate_amount,
        stage_gate_amount - expected_npv_amount as option_amount
    from judged
)

select * from verdicts
