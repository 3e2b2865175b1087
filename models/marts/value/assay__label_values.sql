{%- set ln2 = 'ln(cast(2 as double))' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

-- A curve ends at its highest share, where all training rows outside the fold are seen.
learning_curves as (
    select * from {{ ref('assay_evaluation__learning_curves') }}
    where metric = 'value_per_decision' and training_share = 1
),

simulations as (
    select * from {{ ref('assay_value__simulations') }}
),

label_costs as (
    select
        use_case,
        expected_value as label_amount
    from {{ ref('assay_inputs__assumptions') }}
    where name = 'label_amount'
),

gathered as (
    select
        use_cases.use_case,
        use_cases.currency,
        use_cases.has_outcomes,
        learning_curves.model_version,
        learning_curves.learner,
        learning_curves.reason as curve_reason,
        simulations.reason as volume_reason,
        cast(learning_curves.training_rows as double) as training_rows,
        learning_curves.value is not null as is_judged,
        learning_curves.gain_of_doubling,
        learning_curves.curve_exponent,
        learning_curves.gain_per_1000_rows,
        simulations.expected_volume,
        label_costs.label_amount
    from use_cases
    left join champions on use_cases.use_case = champions.use_case
    left join learning_curves
        on
            champions.use_case = learning_curves.use_case
            and champions.model_version = learning_curves.model_version
    left join simulations on use_cases.use_case = simulations.use_case
    left join label_costs on use_cases.use_case = label_costs.use_case
),

-- The first further label earns the slope of the curve times the discounted volume.
sloped as (
    select
        *,
        case
            when not has_outcomes then 'outcomes are not declared'
            when training_rows is null then 'no learning curve in money is drawn for the champion'
            when not is_judged then curve_reason
            when gain_of_doubling is null then 'half of the training rows was not judged'
            when expected_volume is null then volume_reason
            when label_amount is null then 'the assumption label_amount is not declared'
        end as reason,
        expected_volume * case
            when gain_of_doubling <= 0 then 0
            when curve_exponent > 0
                then
                    gain_of_doubling * curve_exponent / (power(2e0, curve_exponent) - 1)
                    / training_rows
            else gain_of_doubling / {{ ln2 }} / training_rows
        end as next_label_value_amount,
        coalesce(curve_exponent, 0) + 1 as falling_power
    from gathered
),

-- Labels pay until the slope, which falls with a power of the rows, has come down to their cost. A
-- curve through three points says nothing beyond the next doubling.
planned as (
    select
        *,
        case
            when next_label_value_amount <= label_amount then cast(0 as double)
            when
                next_label_value_amount
                >= label_amount * power(2e0, falling_power)
                then training_rows
            else round(
                training_rows
                * (power(next_label_value_amount / label_amount, 1 / falling_power) - 1)
            )
        end as best_labels
    from sloped
),

valued as (
    select
        *,
        expected_volume * case
            when best_labels = 0 then 0
            when curve_exponent > 0
                then
                    gain_of_doubling
                    * (1 - power(training_rows / (training_rows + best_labels), curve_exponent))
                    / (power(2e0, curve_exponent) - 1)
            else gain_of_doubling * ln(1 + best_labels / training_rows) / {{ ln2 }}
        end as best_value_amount
    from planned
),

published as (
    select
        use_case,
        model_version,
        learner,
        case
            when best_labels is null then 'undecided'
            when best_labels = 0 then 'enough'
            else 'label_more'
        end as decision,
        currency,
        'computed' as source,
        case
            when reason is null then 'ok'
            when not has_outcomes or (expected_volume is not null and label_amount is null)
                then 'not_declared'
            else 'insufficient_data'
        end as evidence_status,
        reason,
        training_rows,
        gain_per_1000_rows,
        expected_volume as discounted_volume,
        gain_per_1000_rows * expected_volume as value_per_1000_amount,
        1000 * label_amount as cost_per_1000_amount,
        next_label_value_amount,
        label_amount,
        best_labels,
        best_value_amount,
        best_labels * label_amount as best_cost_amount,
        best_value_amount - best_labels * label_amount as best_net_amount
    from valued
)

select * from published
