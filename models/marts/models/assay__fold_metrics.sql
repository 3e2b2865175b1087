{%- set epsilon = 'cast(2.220446049250313e-16 as double)' -%}
{%- set keys = 'use_case, model_version, fold' -%}
{%- set metrics = {
    'binary': ['roc_auc', 'log_loss', 'brier'],
    'multiclass': ['log_loss', 'brier', 'accuracy'],
    'regression': ['rmse', 'mae', 'r2'],
} -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where split = 'cv' and label is not null
),

-- Ties share the mean of their ranks, which is counted in halves to stay whole.
ranked as (
    select
        predictions.*,
        use_cases.task,
        case
            when predictions.label = 1 then predictions.probability
            when use_cases.task = 'multiclass' then 1
            else 1 - predictions.probability
        end as label_probability,
        2 * rank() over (
            partition by predictions.use_case, predictions.model_version, predictions.fold
            order by predictions.probability
        ) + count(*) over (
            partition by predictions.use_case, predictions.model_version, predictions.fold,
            predictions.probability
        ) - 1 as twice_rank
    from predictions
    inner join use_cases on predictions.use_case = use_cases.use_case
    where
        use_cases.task in (
            {%- for task in metrics %}
            '{{ task }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
),

-- Several classes have a row per class; that of the class that turned out stands for the decision.
summed as (
    select
        {{ keys }},
        task,
        learner,
        cast(sum(case when task = 'multiclass' then label else 1 end) as bigint) as n,
        {{ assay.exact_sum('label') }} as label_sum,
        {{ assay.exact_sum('case when label = 1 then twice_rank else 0 end') }} / 2 as rank_sum,
        {{ assay.exact_sum('-ln(greatest(label_probability, ' ~ epsilon ~ '))') }}
            as log_loss_sum,
        {{ assay.exact_sum('(label - probability) * (label - probability)') }} as brier_sum,
        {{ assay.exact_sum('(label - predicted_value) * (label - predicted_value)') }}
            as square_sum,
        count(case when label = 1 and decision then 1 end) as correct_count,
        {{ assay.exact_sum('abs(label - predicted_value)') }} as absolute_sum
    from ranked
    group by {{ keys }}, task, learner
),

spread as (
    select
        ranked.use_case,
        ranked.model_version,
        ranked.fold,
        {{ assay.exact_sum('power(ranked.label - summed.label_sum / summed.n, 2)') }}
            as label_square_sum
    from ranked
    inner join summed using ({{ keys }})
    group by ranked.use_case, ranked.model_version, ranked.fold
),

measured as (
    select
        summed.*,
        (summed.rank_sum - summed.label_sum * (summed.label_sum + 1) / 2)
        / nullif(summed.label_sum * (summed.n - summed.label_sum), 0)
            as roc_auc,
        summed.log_loss_sum / summed.n as log_loss,
        summed.brier_sum / summed.n as brier,
        summed.correct_count / cast(summed.n as double) as accuracy,
        sqrt(summed.square_sum / summed.n) as rmse,
        summed.absolute_sum / summed.n as mae,
        1 - summed.square_sum / nullif(spread.label_square_sum, 0) as r2
    from summed
    inner join spread using ({{ keys }})
),

fold_metrics as (
    {%- for task, names in metrics.items() %}
    {%- set is_last = loop.last %}
    {%- for metric in names %}
    select
        {{ keys }},
        '{{ metric }}' as metric,
        learner,
        case when {{ metric }} is null then 'insufficient_data' else 'ok' end as evidence_status,
        {{ metric }} as value,
        n
    from measured
    where task = '{{ task }}'
    {{ 'union all' if not (loop.last and is_last) }}
    {%- endfor %}
    {%- endfor %}
)

select * from fold_metrics
