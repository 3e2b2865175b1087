{% macro select_merit_totals() %}
{#- One row per use case, model version, criterion and cluster of validation rows: the rows of the cluster and a `total`
    whose sum, divided by all rows, is the version's merit by that criterion up to a constant; for r2 it is the squared
    error, in another unit. The area under the curve, which is no mean, is written as one by its influences (DeLong,
    DeLong and Clarke-Pearson 1988). -#}
{%- set keys = 'use_case, model_version' -%}
select
    {{ keys }},
    'value_per_decision' as criterion,
    cast(unit as string) as cluster_id,
    value_sum as total,
    valued_rows as row_count
from {{ ref('assay_evaluation__unit_values') }}
where split = 'valid' and (policy like '%@threshold' or policy like '%@prediction')
union all
select
    {{ keys }},
    'roc_auc' as criterion,
    cluster_id,
    all_rows * (
        roc_auc_positives / nullif(positives, 0)
        + roc_auc_negatives / nullif(all_rows - positives, 0)
    ) as total,
    row_count
from (
    select
        *,
        cast(sum(row_count) over versions as double) as all_rows,
        cast(sum(positive_count) over versions as double) as positives
    from {{ ref('assay_evaluation__cluster_influences') }}
    where split = 'valid'
    window versions as (partition by {{ keys }}, output)
) as rank_influences
union all
select
    {{ keys }},
    'r2' as criterion,
    cluster_id,
    -{{ assay.exact_sum('(predicted_value - label) * (predicted_value - label)') }} as total,
    count(*) as row_count
from {{ ref('assay_evaluation__predictions') }}
where split = 'valid' and label is not null and predicted_value is not null
group by {{ keys }}, cluster_id
union all
select
    {{ keys }},
    'log_loss' as criterion,
    cluster_id,
    {{ assay.exact_sum(
        'ln(greatest(label_probability, cast(2.220446049250313e-16 as double)))'
    ) }} as total,
    count(*) as row_count
from {{ ref('assay_evaluation__class_decisions') }}
where split = 'valid'
group by {{ keys }}, cluster_id
{% endmacro %}
