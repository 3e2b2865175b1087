create schema if not exists assay_work;

create or replace table assay_work.assay_inputs__use_cases as
select use_case, use_case <> 'without_outcomes' as has_outcomes
from names;

create or replace table assay_work.assay_inputs__policies as
select use_case, policy, policy || '_flag' as sql, policy = 'random_10pct' as is_current
from names
cross join (values ('random_10pct'), ('spc_3sigma')) as policies (policy);

create or replace table assay_work.assay_inputs__decisions as
select
    use_case,
    entity_id,
    cluster_id,
    label,
    case when isnan(value_tp) then null else value_tp end as value_tp,
    case when isnan(value_fp) then null else value_fp end as value_fp,
    case when isnan(value_fn) then null else value_fn end as value_fn,
    case when isnan(value_tn) then null else value_tn end as value_tn,
    map {'random_10pct': sampled, 'spc_3sigma': alarm} as policies,
    cast(decided_at as timestamp) as decided_at
from rows;

create or replace table assay_work.assay_features__splits as
select use_case, entity_id, cluster_id, split, label, cast(decided_at as timestamp) as decided_at
from rows;

create or replace table assay_work.assay_evaluation__probabilities as
select
    use_case,
    model_version,
    entity_id,
    split,
    learner,
    raw_score,
    probability,
    case when split <> 'live' then label end as label,
    cast(decided_at as timestamp) as decided_at
from scores;
