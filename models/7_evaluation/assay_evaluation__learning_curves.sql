{#- Metrics of each task, and whether more (1) or less (-1) of it is better. -#}
{%- set metrics = {
    'binary': {'roc_auc': 1, 'log_loss': -1, 'value_per_decision': 1},
    'multiclass': {'macro_roc_auc': 1, 'log_loss': -1},
    'regression': {'rmse': -1, 'mae': -1},
} -%}
with

plans as (
    select * from {{ ref('assay_training__plans') }}
    where learning_curve_shares <> '[]'
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

shares as (
    select
        curves.*,
        use_cases.task,
        use_cases.has_outcomes
    from {{ ref('assay_training__learning_curves') }} as curves
    inner join plans
        on curves.use_case = plans.use_case and curves.model_version = plans.model_version
    inner join use_cases on curves.use_case = use_cases.use_case
),

measured as (
    {%- for task, directions in metrics.items() %}
    {%- set is_last = loop.last %}
    {%- for metric, direction in directions.items() %}
    select
        use_case,
        model_version,
        learner,
        training_share,
        training_rows,
        held_out_rows,
        '{{ metric }}' as metric,
        {{ metric }} as metric_value,
        {{ direction }} * {{ metric }} as goodness,
        {{ "has_outcomes" if metric == 'value_per_decision' else 'true' }} as is_declared,
        reason
    from shares
    where task = '{{ task }}'
    {{ 'union all' if not (loop.last and is_last) }}
    {%- endfor %}
    {%- endfor %}
),

-- What the last doubling of the rows gained, and what the one before it did.
doubled as (
    select
        measured.*,
        measured.goodness - halves.goodness as gain_of_doubling,
        halves.goodness - quarters.goodness as gain_before
    from measured
    left join measured as halves
        on
            measured.use_case = halves.use_case
            and measured.model_version = halves.model_version
            and measured.metric = halves.metric
            and measured.training_share = 2 * halves.training_share
    left join measured as quarters
        on
            measured.use_case = quarters.use_case
            and measured.model_version = quarters.model_version
            and measured.metric = quarters.metric
            and measured.training_share = 4 * quarters.training_share
),

-- The curve a - b * n^-c through three points: each doubling gains 2^c times less than the one
-- before.
fitted as (
    select
        *,
        case
            when gain_of_doubling > 0 and gain_before > gain_of_doubling
                then ln(gain_before / gain_of_doubling) / ln(cast(2 as double))
            when gain_of_doubling > 0 then cast(0 as double)
        end as curve_exponent,
        cast(training_rows as double) / (training_rows + 1000) as rows_ratio
    from doubled
),

learning_curves as (
    select
        use_case,
        model_version,
        learner,
        training_share,
        training_rows,
        held_out_rows,
        metric,
        metric_value as value,
        gain_of_doubling,
        curve_exponent,
        case
            when gain_of_doubling <= 0 then cast(0 as double)
            when curve_exponent > 0
                then
                    gain_of_doubling * (1 - power(rows_ratio, curve_exponent))
                    / (power(cast(2 as double), curve_exponent) - 1)
            else -gain_of_doubling * ln(rows_ratio) / ln(cast(2 as double))
        end as gain_per_1000_rows,
        case
            when not is_declared then 'not_declared'
            when metric_value is null then 'insufficient_data'
            else 'ok'
        end as evidence_status,
        case
            when not is_declared then 'no outcome has a declared value'
            when metric_value is null then coalesce(reason, 'no row of the fold has a value')
        end as reason
    from fitted
)

select * from learning_curves
