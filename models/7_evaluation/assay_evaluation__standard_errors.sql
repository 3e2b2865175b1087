{%- set keys = 'use_case, model_version, output, split' -%}
{%- set metrics = assay.metric_influences() -%}
with

cluster_influences as (
    select
        *,
        sum(cast(value_sum as decimal(38, 12))) over whole_split
        / nullif(cast(sum(valued_rows) over whole_split as double), 0) as value_per_decision,
        cast(sum(valued_rows) over whole_split as bigint) as all_valued_rows,
        cast(sum(row_count) over whole_split as double) as all_rows,
        cast(sum(positive_count) over whole_split as double) as all_positives,
        cast(count(*) over whole_split as double) as all_clusters
    from {{ ref('assay_evaluation__cluster_influences') }}
    window whole_split as (partition by {{ keys }})
),

summed as (
    select
        {{ keys }},
        {%- for metric in metrics %}
        {{ assay.sandwich_error(metric, 'max(all_clusters)', 'max(all_rows)') }}
            as {{ metric }}_error,
        {%- endfor %}
        {{ assay.sandwich_error(
            'coalesce(value_sum, 0) - value_per_decision * valued_rows',
            'max(all_clusters)',
            'max(all_valued_rows)',
        ) }} as value_per_decision_error,
        {{ assay.exact_sum('roc_auc_positives * roc_auc_positives') }} as positive_squares,
        {{ assay.exact_sum('roc_auc_negatives * roc_auc_negatives') }} as negative_squares,
        {{ assay.exact_sum('roc_auc_positives * roc_auc_negatives') }} as cross_products,
        max(value_per_decision) as value_per_decision,
        max(all_valued_rows) as valued_rows,
        max(all_clusters) as clusters,
        max(all_rows) as all_rows,
        nullif(max(all_positives), 0) as positives,
        nullif(max(all_rows) - max(all_positives), 0) as negatives,
        cast(count(case when positive_count > 0 then 1 end) as double) as positive_clusters,
        cast(count(case when positive_count < row_count then 1 end) as double) as negative_clusters
    from cluster_influences
    group by {{ keys }}
),

-- DeLong's variance with clusters (Obuchowski 1997): DeLong's own where each row is a cluster.
standard_errors as (
    select
        {{ keys }},
        sqrt(
            positive_squares * {{ assay._cluster_correction('positive_clusters') }}
            / positives / positives
            + negative_squares * {{ assay._cluster_correction('negative_clusters') }}
            / negatives / negatives
            + 2 * cross_products * {{ assay._cluster_correction('clusters') }}
            / positives / negatives
        ) as roc_auc_error,
        {%- for metric in metrics %}
        {{ metric }}_error,
        {%- endfor %}
        value_per_decision_error,
        value_per_decision,
        clusters / all_rows as clusters_per_row,
        valued_rows,
        cast(clusters as bigint) as cluster_count
    from summed
)

select * from standard_errors
