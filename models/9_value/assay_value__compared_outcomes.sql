with

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

assignments as (
    select * from {{ ref('assay_inputs__assignments') }}
),

realisations as (
    select * from {{ ref('assay_inputs__realisations') }}
),

metrics as (
    select * from {{ ref('assay_inputs__metrics') }}
),

measured_metrics as (
    select
        realisations.use_case,
        min(realisations.metric) as metric,
        bool_or(realisations.has_covariate) as has_covariate,
        min(case metrics.direction when 'down' then -1 else 1 end) as sign
    from realisations
    inner join metrics
        on realisations.use_case = metrics.use_case and realisations.metric = metrics.metric
    group by realisations.use_case
),

outcomes as (
    select
        decisions.use_case,
        decisions.entity_id,
        decisions.cluster_id,
        assignments.stratum,
        measured_metrics.sign
        * {{ assay.map_value('decisions.metrics', 'measured_metrics.metric') }} as outcome,
        assignments.covariate,
        measured_metrics.has_covariate,
        assignments.is_assigned,
        assignments.is_after,
        decisions.decided_at
    from decisions
    inner join assignments
        on
            decisions.use_case = assignments.use_case
            and decisions.entity_id = assignments.entity_id
            and decisions.decided_at = assignments.decided_at
    inner join measured_metrics on decisions.use_case = measured_metrics.use_case
),

known as (
    select * from outcomes
    where {{ assay.is_usable('outcome') }} and is_assigned is not null and is_after is not null
),

earlier_groups as (
    select
        use_case,
        bool_or(is_assigned and not is_after) as has_treated_group_before
    from known
    group by use_case
),

earlier_means as (
    select
        use_case,
        cluster_id,
        {{ assay.exact_sum('outcome') }} / count(*) as earlier_mean
    from known
    where not is_after
    group by use_case, cluster_id
),

described as (
    select
        known.*,
        case
            when not known.has_covariate then earlier_means.earlier_mean
            when {{ assay.is_usable('known.covariate') }} then known.covariate
        end as usable_covariate,
        earlier_groups.has_treated_group_before
    from known
    inner join earlier_groups on known.use_case = earlier_groups.use_case
    left join earlier_means
        on known.use_case = earlier_means.use_case and known.cluster_id = earlier_means.cluster_id
),

-- Each method compares other rows. A cell adds to the effect or takes from it by its sign.
compared_outcomes as (
    select
        described.use_case,
        realisations.method,
        described.entity_id,
        described.cluster_id,
        described.stratum,
        described.outcome,
        case when realisations.method = 'adjusted' then described.usable_covariate end as covariate,
        case
            when
                case realisations.method
                    when 'difference_in_differences' then described.is_assigned = described.is_after
                    when 'before_after' then described.is_after
                    else described.is_assigned
                end
                then 1
            else -1
        end as sign,
        case
            when realisations.method = 'before_after' then described.is_after
            else described.is_assigned
        end as is_treated_arm,
        described.is_after,
        described.decided_at
    from described
    inner join realisations on described.use_case = realisations.use_case
    where
        case realisations.method
            when 'randomised' then described.is_after
            when 'adjusted' then described.is_after and described.usable_covariate is not null
            when 'before_after'
                then
                    described.is_assigned
                    or (not described.is_after and not described.has_treated_group_before)
            else true
        end
)

select * from compared_outcomes
