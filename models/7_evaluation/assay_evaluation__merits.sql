{%- set criteria = ['value_per_decision', 'roc_auc', 'r2', 'log_loss'] -%}
with

thresholds as (
    select * from {{ ref('assay_evaluation__thresholds') }}
),

quantity_values as (
    select
        use_case,
        model_version,
        {{ assay.exact_sum('value_sum') }} / nullif(cast(sum(valued_rows) as double), 0) as value
    from {{ ref('assay_evaluation__unit_values') }}
    where split = 'valid' and policy like '%@prediction'
    group by use_case, model_version
),

validation_metrics as (
    select
        use_case,
        model_version,
        max(case when metric = 'roc_auc' then value end) as roc_auc,
        max(case when metric = 'r2' then value end) as r2,
        max(case when metric = 'rmse' then value end) as rmse,
        max(case when metric = 'log_loss' then value end) as log_loss
    from {{ ref('assay_evaluation__metrics') }}
    where split = 'valid' and label_class is null
    group by use_case, model_version
),

judged as (
    select
        thresholds.use_case,
        thresholds.model_version,
        thresholds.learner,
        coalesce(thresholds.value_per_decision, quantity_values.value) as value_per_decision,
        validation_metrics.roc_auc,
        validation_metrics.r2,
        validation_metrics.rmse,
        validation_metrics.log_loss,
        thresholds.learner in ({{ "'" ~ assay.learners() | join("', '") ~ "'" }}) as is_ranked
    from thresholds
    left join quantity_values
        on
            thresholds.use_case = quantity_values.use_case
            and thresholds.model_version = quantity_values.model_version
    left join validation_metrics
        on
            thresholds.use_case = validation_metrics.use_case
            and thresholds.model_version = validation_metrics.model_version
),

-- All versions of a use case are compared by the first criterion that any of them has. An imported
-- model has no rank: nobody knows which rows it learned from, so only a person makes it champion.
decided as (
    select
        *,
        case
            {%- for criterion in criteria %}
            when count({{ criterion }}) over (partition by use_case) > 0 then '{{ criterion }}'
            {%- endfor %}
        end as criterion
    from judged
),

merits as (
    select
        use_case,
        model_version,
        learner,
        criterion,
        case criterion
            {%- for criterion in criteria %}
            when '{{ criterion }}' then {{ '-' if criterion == 'log_loss' }}{{ criterion }}
            {%- endfor %}
        end as merit,
        case when criterion = 'r2' then (1 - r2) / nullif(rmse * rmse, 0) else 1 end as total_unit,
        value_per_decision,
        roc_auc,
        is_ranked
    from decided
)

select * from merits
