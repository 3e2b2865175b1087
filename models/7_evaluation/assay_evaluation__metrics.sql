{#- metric: (family of its interval, the rows it is a mean over, least value, greatest value) -#}
{%- set metrics = {
    'roc_auc': ('delong', 'n', 0, 1),
    'average_precision': ('delta_logit', 'n', 0, 1),
    'log_loss': ('normal', 'n', 0, none),
    'brier': ('normal', 'n', 0, 1),
    'calibration_error': ('delta', 'n', 0, 1),
    'calibration_bias': ('normal', 'n', -1, 1),
    'accuracy': ('wilson', 'n', 0, 1),
    'precision': ('wilson', 'tp + fp', 0, 1),
    'recall': ('wilson', 'positives', 0, 1),
    'specificity': ('wilson', 'negatives', 0, 1),
    'balanced_accuracy': ('delta_logit', 'n', 0, 1),
    'f1': ('delta_logit', 'n', 0, 1),
    'mcc': ('delta', 'n', -1, 1),
    'prevalence': ('wilson', 'n', 0, 1),
    'acted_rate': ('wilson', 'n', 0, 1),
    'lift_at_10': ('delta', 'n', 0, none),
    'ks': ('delta_logit', 'n', 0, 1),
    'value_per_decision': ('normal', 'valued_rows', none, none),
} -%}
{%- set keys = 'use_case, model_version, split' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

summaries as (
    select * from {{ ref('assay_evaluation__summaries') }}
),

cluster_influences as (
    select
        *,
        sum(cast(value_sum as decimal(38, 12))) over whole_split
        / nullif(cast(sum(valued_rows) over whole_split as double), 0) as value_per_decision,
        cast(sum(valued_rows) over whole_split as bigint) as all_valued_rows,
        cast(count(*) over whole_split as double) as cluster_count,
        cast(sum(row_count) over whole_split as double) as all_rows
    from {{ ref('assay_evaluation__cluster_influences') }}
    window whole_split as (partition by {{ keys }})
),

summed as (
    select
        {{ keys }},
        {%- for metric in metrics if metric not in ('roc_auc', 'value_per_decision') %}
        {{ assay.sandwich_error(metric, 'max(cluster_count)', 'max(all_rows)') }} as {{ metric }}_error,
        {%- endfor %}
        {{ assay.sandwich_error(
            'coalesce(value_sum, 0) - value_per_decision * valued_rows', 'max(cluster_count)', 'max(all_valued_rows)'
        ) }} as value_per_decision_error,
        {{ assay.exact_sum('roc_auc_positives * roc_auc_positives') }} as positive_squares,
        {{ assay.exact_sum('roc_auc_negatives * roc_auc_negatives') }} as negative_squares,
        {{ assay.exact_sum('roc_auc_positives * roc_auc_negatives') }} as cross_products,
        max(value_per_decision) as value_per_decision,
        max(all_valued_rows) as valued_rows,
        max(cluster_count) as cluster_count,
        cast(count(case when positive_count > 0 then 1 end) as double) as positive_clusters,
        cast(count(case when positive_count < row_count then 1 end) as double) as negative_clusters
    from cluster_influences
    group by {{ keys }}
),

judged as (
    select
        summaries.*,
        {%- for metric in metrics if metric != 'roc_auc' %}
        summed.{{ metric }}_error,
        {%- endfor %}
        sqrt(
            positive_squares * positive_clusters
            / nullif(positive_clusters - 1, 0) / nullif(cast(positives as double) * positives, 0)
            + negative_squares * negative_clusters
            / nullif(negative_clusters - 1, 0) / nullif(cast(negatives as double) * negatives, 0)
            + 2 * cross_products * cluster_count
            / nullif(cluster_count - 1, 0) / nullif(cast(positives as double) * negatives, 0)
        ) as roc_auc_error,
        summed.value_per_decision,
        summed.valued_rows,
        summed.cluster_count,
        use_cases.has_outcomes
    from summaries
    inner join summed
        on
            summaries.use_case = summed.use_case
            and summaries.model_version = summed.model_version
            and summaries.split = summed.split
    inner join use_cases on summaries.use_case = use_cases.use_case
),

lengthened as (
    {%- for metric, (family, sample_rows, least_value, greatest_value) in metrics.items() %}
    select
        {{ keys }},
        '{{ metric }}' as metric,
        learner,
        '{{ family }}' as family,
        {{ metric }} as value,
        {{ metric }}_error as standard_error,
        cast({{ 'null' if least_value is none else least_value }} as double) as least_value,
        cast({{ 'null' if greatest_value is none else greatest_value }} as double) as greatest_value,
        {{ sample_rows }} as n,
        cluster_count / n as clusters_per_row,
        positives = 0 or negatives = 0 as has_one_class,
        has_outcomes
    from judged
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Clustered rows tell less than as many independent ones: a proportion's interval is taken at the
-- number of independent rows that would have its standard error. Where every row agrees that number
-- is not known, and the number of clusters stands in.
sized as (
    select
        *,
        case
            when clusters_per_row = 1 then n
            when value * (1 - value) = 0 then n * clusters_per_row
            when standard_error is not null
                then least(n, value * (1 - value) / nullif(standard_error * standard_error, 0))
        end as effective_rows,
        {{ assay._z95() }} * standard_error as margin
    from lengthened
),

bounded as (
    select
        *,
        case
            when standard_error is null then null
            when family = 'wilson' then {{ assay.wilson_bound('value', 'effective_rows', 'low') }}
            when family = 'delta_logit' then {{ assay.logit_bound('value', 'standard_error', 'low') }}
            when value - margin < least_value then least_value
            else value - margin
        end as ci_low,
        case
            when standard_error is null then null
            when family = 'wilson' then {{ assay.wilson_bound('value', 'effective_rows', 'high') }}
            when family = 'delta_logit' then {{ assay.logit_bound('value', 'standard_error', 'high') }}
            when value + margin > greatest_value then greatest_value
            else value + margin
        end as ci_high
    from sized
),

metrics as (
    select
        use_case,
        model_version,
        split,
        metric,
        learner,
        case
            when ci_low is not null then family || case when clusters_per_row < 1 then '_clustered' else '' end
        end as interval_method,
        case
            when metric = 'value_per_decision' and not has_outcomes then 'not_declared'
            when ci_low is not null then 'ok'
            when value is null and has_one_class then 'one_class'
            else 'insufficient_data'
        end as evidence_status,
        value,
        standard_error,
        ci_low,
        ci_high,
        coalesce(n, 0) as n
    from bounded
)

select * from metrics
