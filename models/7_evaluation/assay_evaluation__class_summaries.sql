{%- set keys = 'use_case, model_version, split' -%}
{%- set epsilon = 'cast(2.220446049250313e-16 as double)' -%}
with

class_decisions as (
    select * from {{ ref('assay_evaluation__class_decisions') }}
),

class_counts as (
    select * from {{ ref('assay_evaluation__class_counts') }}
),

decided as (
    select
        {{ keys }},
        learner,
        cast(sum(is_correct) as double) / count(*) as accuracy,
        {{ assay.exact_sum('-ln(greatest(label_probability, ' ~ epsilon ~ '))') }} / count(*)
            as log_loss,
        {{ assay.exact_sum('square_error') }} / count(*) as brier,
        count(case when label_rank <= 2 then 1 end) / cast(count(*) as double) as top_2_accuracy,
        count(case when label_rank <= 3 then 1 end) / cast(count(*) as double) as top_3_accuracy,
        count(*) as n
    from class_decisions
    group by {{ keys }}, learner
),

bins as (
    select
        {{ keys }},
        calibration_bin,
        {{ assay.exact_sum('is_correct - confidence') }} as excess_correct
    from class_decisions
    group by {{ keys }}, calibration_bin
),

calibration_errors as (
    select
        {{ keys }},
        {{ assay.exact_sum('abs(excess_correct)') }} as absolute_excess
    from bins
    group by {{ keys }}
),

class_ranks as (
    select
        {{ keys }},
        {{ assay.exact_sum('roc_auc') }} / count(roc_auc) as macro_roc_auc,
        count(roc_auc) as ranked_class_count
    from {{ ref('assay_evaluation__summaries') }}
    where roc_auc is not null
    group by {{ keys }}
),

averaged as (
    select
        {{ keys }},
        {%- for metric in ['precision', 'recall', 'f1'] %}
        {{ assay.exact_sum(metric) }} / count(*) as macro_{{ metric }},
        {%- endfor %}
        {%- for metric in ['precision', 'f1'] %}
        {{ assay.exact_sum('actual_rows * ' ~ metric) }} / sum(actual_rows)
            as weighted_{{ metric }},
        {%- endfor %}
        cast(sum(actual_rows * predicted_rows) as double) as agreement_by_chance,
        cast(sum(actual_rows * actual_rows) as double) as actual_squares,
        cast(sum(predicted_rows * predicted_rows) as double) as predicted_squares,
        cast(count(*) as double) as class_count
    from class_counts
    group by {{ keys }}
),

joined as (
    select
        decided.*,
        calibration_errors.absolute_excess / decided.n as calibration_error,
        class_ranks.macro_roc_auc,
        class_ranks.ranked_class_count,
        averaged.macro_precision,
        averaged.macro_recall,
        averaged.macro_f1,
        averaged.weighted_precision,
        averaged.weighted_f1,
        averaged.agreement_by_chance,
        averaged.class_count,
        averaged.agreement_by_chance / decided.n / decided.n as chance_accuracy,
        nullif(cast(decided.n as double) * decided.n - averaged.predicted_squares, 0)
            as predicted_spread,
        nullif(cast(decided.n as double) * decided.n - averaged.actual_squares, 0)
            as actual_spread
    from decided
    inner join calibration_errors using ({{ keys }})
    inner join averaged using ({{ keys }})
    left join class_ranks using ({{ keys }})
),

class_summaries as (
    select
        *,
        (accuracy - chance_accuracy) / nullif(1 - chance_accuracy, 0) as kappa,
        (accuracy * n * n - agreement_by_chance) / sqrt(predicted_spread * actual_spread) as mcc
    from joined
)

select * from class_summaries
