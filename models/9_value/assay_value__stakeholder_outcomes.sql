with

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

assignments as (
    select * from {{ ref('assay_inputs__assignments') }}
    where is_assigned is not null and is_after is not null
),

metrics as (
    select * from {{ ref('assay_inputs__metrics') }}
),

stakeholders as (
    select * from {{ ref('assay_inputs__stakeholders') }}
),

segments as (
    {{ assay._select_segments() }}
),

-- Two stakeholders may feel the same metric; it is measured once.
watched as (
    select distinct
        stakeholders.use_case,
        stakeholders.metric,
        segments.segment
    from stakeholders
    inner join metrics
        on
            stakeholders.use_case = metrics.use_case
            and stakeholders.metric = metrics.metric
    inner join segments
        on
            stakeholders.use_case = segments.use_case
            and segments.segment in ('all', coalesce(stakeholders.segment, 'all'))
),

outcomes as (
    select
        watched.use_case,
        watched.metric,
        watched.segment,
        case
            when watched.segment = 'all' then 'all'
            else coalesce({{ assay.map_value('decisions.segments', 'watched.segment') }}, 'missing')
        end as segment_value,
        decisions.entity_id,
        decisions.cluster_id,
        coalesce(decisions.subject_id, decisions.entity_id) as person_id,
        {{ assay.map_value('decisions.metrics', 'watched.metric') }} as outcome,
        assignments.is_assigned,
        assignments.is_after,
        decisions.decided_at
    from decisions
    inner join assignments
        on
            decisions.use_case = assignments.use_case
            and decisions.entity_id = assignments.entity_id
            and decisions.decided_at = assignments.decided_at
    inner join watched on decisions.use_case = watched.use_case
),

known as (
    select * from outcomes
    where {{ assay.is_usable('outcome') }}
),

histories as (
    select
        use_case,
        bool_or(is_assigned and not is_after) as has_treated_group_before
    from assignments
    group by use_case
),

-- The most trustworthy of the declared methods decides what is compared.
methods as (
    select
        use_case,
        case
            when bool_or(method in ('randomised', 'adjusted')) then 'randomised'
            when bool_or(method = 'difference_in_differences') then 'difference_in_differences'
            else 'before_after'
        end as method
    from {{ ref('assay_inputs__realisations') }}
    group by use_case
),

placed as (
    select
        known.use_case,
        known.metric,
        known.segment,
        known.segment_value,
        known.entity_id,
        known.cluster_id,
        known.person_id,
        -- Where treatment begins for new arrivals only, everybody before is their past.
        case
            when known.is_after and known.is_assigned then 'treated_after'
            when known.is_after then 'control_after'
            when known.is_assigned or not histories.has_treated_group_before then 'treated_before'
            else 'control_before'
        end as cell,
        known.outcome,
        known.decided_at
    from known
    inner join histories on known.use_case = histories.use_case
),

stakeholder_outcomes as (
    select
        placed.use_case,
        placed.metric,
        placed.segment,
        placed.segment_value,
        placed.entity_id,
        placed.cluster_id,
        placed.person_id,
        placed.cell,
        methods.method,
        placed.outcome,
        case
            when placed.cell = 'treated_after' then 1
            when placed.cell = 'control_after' and methods.method <> 'before_after' then -1
            when placed.cell = 'treated_before' and methods.method <> 'randomised' then -1
            when
                placed.cell = 'control_before' and methods.method = 'difference_in_differences'
                then 1
            else 0
        end as cell_sign,
        placed.decided_at
    from placed
    inner join methods on placed.use_case = methods.use_case
)

select * from stakeholder_outcomes
