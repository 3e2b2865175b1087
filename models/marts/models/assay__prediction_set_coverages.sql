{%- set keys = 'use_case, model_version, split, class, learner' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

predictions as (
    select * from {{ ref('assay_evaluation__predictions') }}
    where label is not null
),

bounds as (
    select * from {{ ref('assay_evaluation__conformal_bounds') }}
),

candidates as (
    {{ assay._set_candidates(['valid', 'test']) }}
),

decided as (
    select
        candidates.use_case,
        candidates.model_version,
        candidates.split,
        candidates.learner,
        candidates.cluster_id,
        max(case when candidates.is_label then candidates.class end) as class,
        max(case
            when candidates.is_label and candidates.probability >= bounds.least_probability then 1
            else 0
        end) as is_covered,
        sum(case when candidates.probability >= bounds.least_probability then 1 else 0 end)
            as set_size
    from candidates
    inner join bounds
        on
            candidates.use_case = bounds.use_case
            and candidates.model_version = bounds.model_version
            and candidates.class = bounds.class
    group by
        candidates.use_case,
        candidates.model_version,
        candidates.split,
        candidates.learner,
        candidates.cluster_id,
        candidates.entity_id,
        candidates.decided_at
),

clusters as (
    select
        {{ keys }},
        cluster_id,
        count(*) as n,
        sum(is_covered) as covered,
        sum(set_size) as members,
        sum(case when set_size = 1 then 1 else 0 end) as singles,
        sum(case when set_size = 0 then 1 else 0 end) as empties
    from decided
    where class is not null
    group by {{ keys }}, cluster_id
),

totals as (
    select
        {{ keys }},
        cast(sum(covered) as double) / sum(n) as coverage_rate,
        cast(sum(members) as double) / sum(n) as mean_set_size,
        cast(sum(singles) as double) / sum(n) as single_rate,
        cast(sum(empties) as double) / sum(n) as empty_rate,
        cast(sum(n) as bigint) as n
    from clusters
    group by {{ keys }}
),

errors as (
    select
        {{ keys }},
        {{ assay.sandwich_error(
            'clusters.covered - clusters.n * totals.coverage_rate', 'count(*)', 'max(totals.n)'
        ) }} as standard_error
    from clusters
    inner join totals using ({{ keys }})
    group by {{ keys }}
),

-- Where every row is covered, or none, the estimated error is zero and says nothing: no interval.
bounded as (
    select
        totals.*,
        nullif(errors.standard_error, 0) as standard_error
    from totals
    inner join errors using ({{ keys }})
),

prediction_set_coverages as (
    select
        use_case,
        model_version,
        split,
        class,
        learner,
        cast({{ var('assay_interval_level', 0.9) }} as double) as declared_rate,
        coverage_rate,
        standard_error,
        greatest(coverage_rate - {{ assay._z95() }} * standard_error, 0) as ci_low,
        least(coverage_rate + {{ assay._z95() }} * standard_error, 1) as ci_high,
        mean_set_size,
        single_rate,
        empty_rate,
        n
    from bounded
)

select * from prediction_set_coverages
