{%- set tolerance = var('assay_fit_tolerance', 0.02) -%}
{%- set splits = ['train', 'cv', 'valid', 'test'] -%}
with

-- What clusters or components explain is to them what r2 is to a prediction.
metrics as (
    select
        use_case,
        model_version,
        learner,
        split,
        case
            when metric = 'explained_variance' and output = 'all' then 'r2'
            when metric = 'macro_roc_auc' then 'roc_auc'
            else metric
        end as metric,
        value,
        standard_error
    from {{ ref('assay_evaluation__metrics') }}
    where label_class is null and learner <> 'policy'
),

spread as (
    select
        use_case,
        model_version,
        learner,
        {%- for split in splits %}
        {%- for metric in ['roc_auc', 'r2', 'log_loss', 'value_per_decision', 'prevalence'] %}
        max(case when split = '{{ split }}' and metric = '{{ metric }}' then value end)
            as {{ split }}_{{ metric }},
        max(case when split = '{{ split }}' and metric = '{{ metric }}' then standard_error end)
            as {{ split }}_{{ metric }}_error,
        {%- endfor %}
        {%- endfor %}
        count(*) as metric_count
    from metrics
    group by use_case, model_version, learner
),

-- What the best constant probability would lose on the cross-validated rows; of several classes
-- what the constant learner does lose.
referenced as (
    select
        *,
        case
            when cv_prevalence > 0 and cv_prevalence < 1
                then
                    -cv_prevalence * ln(cv_prevalence)
                    - (1 - cv_prevalence) * ln(1 - cv_prevalence)
            when cv_prevalence is null
                then
                    max(case when learner = 'constant' then cv_log_loss end)
                        over (partition by use_case)
        end as constant_log_loss
    from spread
),

measured as (
    select
        *,
        coalesce(train_roc_auc - cv_roc_auc, train_r2 - cv_r2) as overfit_gap,
        train_value_per_decision - cv_value_per_decision as overfit_value_gap,
        coalesce(1 - cv_log_loss / constant_log_loss, cv_r2, 2 * cv_roc_auc - 1) as cv_skill,
        coalesce(test_roc_auc - valid_roc_auc, test_r2 - valid_r2) as shift_gap,
        test_log_loss - valid_log_loss as log_loss_shift_gap,
        test_value_per_decision - valid_value_per_decision as value_shift_gap,
        {{ assay._z95() }} * sqrt(coalesce(
            train_roc_auc_error * train_roc_auc_error + cv_roc_auc_error * cv_roc_auc_error,
            train_r2_error * train_r2_error + cv_r2_error * cv_r2_error
        )) as overfit_margin,
        {{ assay._z95() }} * sqrt(coalesce(
            valid_roc_auc_error * valid_roc_auc_error + test_roc_auc_error * test_roc_auc_error,
            valid_r2_error * valid_r2_error + test_r2_error * test_r2_error
        )) as shift_margin,
        {{ assay._z95() }} * sqrt(
            valid_log_loss_error * valid_log_loss_error + test_log_loss_error * test_log_loss_error
        ) as log_loss_shift_margin
    from referenced
),

flagged as (
    select
        *,
        learner <> 'constant'
        and overfit_gap > overfit_margin
        and overfit_gap > cast({{ tolerance }} as double) as is_overfit,
        learner <> 'constant'
        and (
            cv_skill <= 0
            or coalesce(
                cv_roc_auc - {{ assay._z95() }} * cv_roc_auc_error - cast(0.5 as double),
                cv_r2 - {{ assay._z95() }} * cv_r2_error
            ) <= 0
        ) as is_underfit,
        abs(shift_gap) > shift_margin and abs(shift_gap) > cast({{ tolerance }} as double)
        or case
            when cv_r2 is null and cv_log_loss is not null
                then
                    abs(log_loss_shift_gap) > log_loss_shift_margin
                    and abs(log_loss_shift_gap)
                    > cast({{ tolerance }} as double) * constant_log_loss
            else false
        end as has_shift
    from measured
),

fit_diagnoses as (
    select
        use_case,
        model_version,
        learner,
        case
            when is_underfit then 'underfit'
            when is_overfit then 'overfit'
            when has_shift then 'shift'
            when is_overfit is null or is_underfit is null or has_shift is null
                then 'insufficient_data'
            else 'ok'
        end as diagnosis,
        {%- for split in splits %}
        {{ split }}_roc_auc,
        {{ split }}_log_loss,
        {{ split }}_value_per_decision,
        {%- endfor %}
        overfit_gap,
        overfit_margin,
        overfit_value_gap,
        constant_log_loss,
        cv_skill,
        shift_gap,
        shift_margin,
        log_loss_shift_gap,
        log_loss_shift_margin,
        value_shift_gap,
        is_overfit,
        is_underfit,
        has_shift
    from flagged
)

select * from fit_diagnoses
