{%- set row = 'use_case, model_version, split, entity_id, learner, cluster_id, decided_at' -%}
with

members as (
    select
        *,
        count(*) over (partition by use_case, model_version, split) as n
    from {{ ref('assay_evaluation__cluster_members') }}
),

cluster_counts as (
    select
        use_case,
        model_version,
        split,
        count(distinct cluster) as cluster_count
    from members
    group by use_case, model_version, split
),

clustered as (
    select
        members.*,
        (members.n - cluster_counts.cluster_count)
        / cast(nullif(cluster_counts.cluster_count - 1, 0) as double) as degrees
    from members
    inner join cluster_counts using (use_case, model_version, split)
),

tasks as (
    select
        use_case,
        task,
        label_kind
    from {{ ref('assay_inputs__use_cases') }}
    where task in {{ assay.unlabelled_tasks() }}
),

predictions as (
    select
        predictions.*,
        tasks.task,
        tasks.label_kind,
        case
            when predictions.output = 'reconstruction_error' then predictions.raw_score
            else predictions.raw_score * predictions.raw_score
        end as square
    from {{ ref('assay_evaluation__predictions') }} as predictions
    inner join tasks on predictions.use_case = tasks.use_case
    where predictions.split in {{ assay.judged_splits() }}
),

lengths as (
    select
        {{ row }},
        {{ assay.exact_sum('square') }} as squared_length,
        max(case when output = 'reconstruction_error' then square end) as squared_error
    from predictions
    where task = 'reduction'
    group by {{ row }}
),

components as (
    select
        predictions.*,
        lengths.squared_length
    from predictions
    inner join lengths using ({{ row }})
    where predictions.output <> 'reconstruction_error'
),

anomalies as (
    select * from predictions
    where task = 'anomaly' and label_kind = 'none'
),

-- Every metric is the sum of a numerator over the sum of a denominator, of the rows that have one.
{% set metrics = [
    ('mean_squared_distance', "'all'", 'clustered', 'squared_distance', '1'),
    ('explained_variance', "'all'", 'clustered', 'middle_square - centre_square', 'middle_square'),
    ('calinski_harabasz', "'all'", 'clustered', 'degrees * (middle_square - centre_square)',
        'centre_square'),
    ('silhouette', "'all'", 'clustered', 'silhouette', '1'),
    ('davies_bouldin', "'all'", 'clustered', 'overlap', '1'),
    ('reconstruction_error', "'all'", 'lengths', 'squared_error', '1'),
    ('explained_variance', "'all'", 'lengths', 'squared_length - squared_error', 'squared_length'),
    ('explained_variance_ratio', 'output', 'components', 'square', 'squared_length'),
    ('acted_rate', 'output', 'anomalies', 'cast(decision as integer)', '1'),
] -%}
structure_terms as (
    {%- for metric, output, relation, numerator, denominator in metrics %}
    select
        use_case,
        model_version,
        {{ output }} as output,
        split,
        '{{ metric }}' as metric,
        entity_id,
        learner,
        cluster_id,
        cast({{ numerator }} as double) as numerator,
        cast(case when {{ numerator }} is not null then {{ denominator }} end as double)
            as denominator,
        decided_at
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from structure_terms
