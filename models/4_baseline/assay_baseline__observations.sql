with

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

metrics as (
    select * from {{ ref('assay_inputs__metrics') }}
),

current_policies as (
    select * from {{ ref('assay_inputs__policies') }}
    where is_current
),

segments as (
    {{ assay._select_segments() }}
),

declared_values as (
    select
        decisions.use_case,
        metrics.metric,
        decisions.entity_id,
        decisions.cluster_id,
        {{ assay.map_value('decisions.metrics', 'metrics.metric') }} as value,
        {{ assay.map_value('decisions.metric_amounts', 'metrics.metric') }} as unit_amount,
        {{ assay.map_value('decisions.metric_ceilings', 'metrics.metric') }} as ceiling,
        decisions.segments,
        decisions.drivers,
        decisions.decided_at
    from decisions
    inner join metrics on decisions.use_case = metrics.use_case
),

labels as (
    select
        decisions.use_case,
        case use_cases.label_kind when 'event' then 'label_rate' else 'label_mean' end as metric,
        decisions.entity_id,
        decisions.cluster_id,
        decisions.label as value,
        case when decisions.label = 1 then decisions.value_tp - decisions.value_fn end
            as unit_amount,
        cast(null as double) as ceiling,
        decisions.segments,
        decisions.drivers,
        decisions.decided_at
    from decisions
    inner join use_cases on decisions.use_case = use_cases.use_case
    where use_cases.label_kind in ('event', 'quantity')
),

acted as (
    select
        decisions.*,
        use_cases.label_kind,
        {{ assay.map_value('decisions.policies', 'current_policies.policy') }} as has_acted
    from decisions
    inner join use_cases on decisions.use_case = use_cases.use_case
    inner join current_policies on decisions.use_case = current_policies.use_case
),

policy_values as (
    select
        decisions.use_case,
        'current_policy_value' as metric,
        decisions.entity_id,
        decisions.cluster_id,
        case
            when decisions.label_kind <> 'event' then decisions.value_current
            when decisions.has_acted and decisions.label = 1 then decisions.value_tp
            when decisions.has_acted and decisions.label = 0 then decisions.value_fp
            when not decisions.has_acted and decisions.label = 1 then decisions.value_fn
            when not decisions.has_acted and decisions.label = 0 then decisions.value_tn
        end as value,
        cast(1 as double) as unit_amount,
        -- Nobody can do better than act where acting pays, or than know what turns out.
        case
            when decisions.label_kind <> 'event' then decisions.value_perfect
            when decisions.label = 1 and decisions.value_tp >= decisions.value_fn
                then decisions.value_tp
            when decisions.label = 1 and decisions.value_tp < decisions.value_fn
                then decisions.value_fn
            when decisions.label = 0 and decisions.value_fp >= decisions.value_tn
                then decisions.value_fp
            when decisions.label = 0 and decisions.value_fp < decisions.value_tn
                then decisions.value_tn
        end as ceiling,
        decisions.segments,
        decisions.drivers,
        decisions.decided_at
    from acted as decisions
),

measured as (
    select * from declared_values
    union all
    select * from labels
    union all
    select * from policy_values
),

segmented as (
    select
        measured.use_case,
        measured.metric,
        measured.entity_id,
        segments.segment,
        case
            when segments.segment = 'all' then 'all'
            else coalesce({{ assay.map_value('measured.segments', 'segments.segment') }}, 'missing')
        end as segment_value,
        measured.cluster_id,
        measured.value,
        case when {{ assay.is_usable('measured.unit_amount') }} then measured.unit_amount end
            as unit_amount,
        case when {{ assay.is_usable('measured.ceiling') }} then measured.ceiling end as ceiling,
        measured.drivers,
        measured.decided_at
    from measured
    inner join segments on measured.use_case = segments.use_case
    where {{ assay.is_usable('measured.value') }}
)

select * from segmented
