with

members as (
    select * from {{ ref('assay_evaluation__cluster_members') }}
),

-- Training rows by the model of all of them, and by the one that has not seen them.
twice_clustered as (
    select
        whole.use_case,
        whole.model_version,
        unseen.split,
        unseen.entity_id,
        unseen.learner,
        unseen.cluster_id,
        whole.cluster,
        unseen.cluster as other,
        unseen.decided_at
    from members as whole
    inner join members as unseen using (use_case, model_version, entity_id, decided_at)
    where whole.split = 'train' and unseen.split = 'cv'
),

labelled as (
    select
        use_case,
        model_version,
        split,
        entity_id,
        learner,
        cluster_id,
        cluster,
        cast(label as string) as other,
        decided_at
    from members
    where label is not null
),

{% for relation in ['labelled', 'twice_clustered'] -%}
{{ relation }}_agreements as (
    {{ assay.select_agreements(
        relation, ['use_case', 'model_version', 'split'], 'cluster', 'other'
    ) | indent(4) }}
),

{% endfor -%}
{% set metrics = [
    ('adjusted_rand', 'labelled', 'adjusted_rand'),
    ('normalized_mutual_information', 'labelled', 'normalized_mutual_information'),
    ('stability', 'twice_clustered', 'adjusted_rand'),
] -%}
cluster_agreements as (
    {%- for metric, relation, figure in metrics %}
    select
        {{ relation }}.use_case,
        {{ relation }}.model_version,
        'all' as output,
        {{ relation }}.split,
        '{{ metric }}' as metric,
        {{ relation }}.entity_id,
        {{ relation }}.learner,
        {{ relation }}.cluster_id,
        {{ relation }}_agreements.{{ figure }} as value,
        {{ relation }}_agreements.{{ figure }}_influence as influence,
        {{ relation }}_agreements.n,
        {{ relation }}.decided_at
    from {{ relation }}
    inner join {{ relation }}_agreements
        using (use_case, model_version, split, cluster, other)
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from cluster_agreements
