{%- set keys = 'use_case, model_version, split' -%}
{%- set counts = ['actual_rows', 'predicted_rows', 'precision', 'recall', 'f1'] -%}
with

summaries as (
    select * from {{ ref('assay_evaluation__class_summaries') }}
),

class_counts as (
    select * from {{ ref('assay_evaluation__class_counts') }}
),

decisions as (
    select * from {{ ref('assay_evaluation__class_decisions') }}
),

one_vs_rest as (
    select * from {{ ref('assay_evaluation__cluster_influences') }}
),

-- What the area of each class adds to their mean, by cluster.
rank_influences as (
    select
        {{ keys }},
        one_vs_rest.cluster_id,
        {{ assay.exact_sum(
            'class_summaries.n * (roc_auc_positives / class_summaries.positives'
            ~ ' + roc_auc_negatives / class_summaries.negatives)'
        ) }} as macro_roc_auc
    from one_vs_rest
    inner join {{ ref('assay_evaluation__summaries') }} as class_summaries
        using (use_case, model_version, output, split)
    where class_summaries.roc_auc is not null
    group by {{ keys }}, one_vs_rest.cluster_id
),

bins as (
    select
        {{ keys }},
        calibration_bin,
        {{ assay.exact_sum('is_correct - confidence') }} as excess_correct
    from decisions
    group by {{ keys }}, calibration_bin
),

judged as (
    select
        summaries.*,
        decisions.cluster_id,
        decisions.is_correct,
        decisions.label_rank,
        decisions.label_probability,
        decisions.square_error,
        decisions.confidence,
        bins.excess_correct,
        {%- for side in ['label', 'predicted'] %}
        {%- for count in counts %}
        {{ side }}_counts.{{ count }} as {{ side }}_{{ count }},
        {%- endfor %}
        {%- endfor %}
        decisions.decided_at
    from decisions
    inner join summaries using ({{ keys }})
    inner join bins using ({{ keys }}, calibration_bin)
    {%- for side in ['label', 'predicted'] %}
    inner join class_counts as {{ side }}_counts
        on
            decisions.use_case = {{ side }}_counts.use_case
            and decisions.model_version = {{ side }}_counts.model_version
            and decisions.split = {{ side }}_counts.split
            and decisions.{{ side }}_class = {{ side }}_counts.class
    {%- endfor %}
),

decided as (
    select
        {{ keys }},
        cluster_id,
        {%- for metric, influence in assay.class_influences().items() %}
        {{ assay.exact_sum(influence) }} as {{ metric }},
        {%- endfor %}
        count(*) as row_count
    from judged
    group by {{ keys }}, cluster_id
),

errors as (
    select
        {{ keys }},
        {%- for metric in assay.class_influences() %}
        {{ assay.sandwich_error('decided.' ~ metric, 'count(*)', 'sum(row_count)') }}
            as {{ metric }},
        {%- endfor %}
        {{ assay.sandwich_error(
            'rank_influences.macro_roc_auc', 'count(*)', 'sum(row_count)'
        ) }} as macro_roc_auc,
        count(*) as cluster_count
    from decided
    left join rank_influences using ({{ keys }}, cluster_id)
    group by {{ keys }}
),

class_metrics as (
    {%- for metric, (family, least_value, greatest_value) in assay.class_families().items() %}
    select
        use_case,
        model_version,
        'all classes' as output,
        split,
        '{{ metric }}' as metric,
        summaries.learner,
        cast(null as string) as label_class,
        '{{ family }}' as family,
        summaries.{{ metric }} as value,
        errors.{{ metric }}
        {{- ' / summaries.ranked_class_count' if metric == 'macro_roc_auc' }} as standard_error,
        cast({{ least_value }} as double) as least_value,
        cast({{ 'null' if greatest_value is none else greatest_value }} as double)
            as greatest_value,
        summaries.n,
        errors.cluster_count / cast(summaries.n as double) as clusters_per_row,
        false as has_one_class,
        false as has_outcomes,
        false as is_score_alone
    from summaries
    inner join errors using ({{ keys }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from class_metrics
