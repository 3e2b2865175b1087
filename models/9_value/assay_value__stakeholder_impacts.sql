{%- set minimum_group = var('assay_minimum_group', 10) -%}
with

stakeholders as (
    select * from {{ ref('assay_inputs__stakeholders') }}
),

metrics as (
    select * from {{ ref('assay_inputs__metrics') }}
),

realisations as (
    select distinct use_case
    from {{ ref('assay_inputs__realisations') }}
),

effects as (
    select * from {{ ref('assay_value__stakeholder_effects') }}
),

hidden_groups as (
    select * from {{ ref('assay_value__hidden_groups') }}
),

affected as (
    select
        stakeholders.use_case,
        stakeholders.stakeholder,
        coalesce(stakeholders.metric, 'none') as metric,
        coalesce(hidden_groups.segment, 'all') as segment,
        coalesce(hidden_groups.segment_value, 'all') as segment_value,
        stakeholders.kind,
        metrics.unit,
        metrics.direction,
        case
            when stakeholders.metric is null then 'no metric is declared'
            when metrics.metric is null then 'the metric is not declared in the use case'
            when realisations.use_case is null
                then 'realisation is not declared, so there is nothing to compare'
        end as declaration_gap,
        coalesce(hidden_groups.is_hidden, false) as is_hidden
    from stakeholders
    left join metrics
        on
            stakeholders.use_case = metrics.use_case
            and stakeholders.metric = metrics.metric
    left join realisations on stakeholders.use_case = realisations.use_case
    left join hidden_groups
        on
            stakeholders.use_case = hidden_groups.use_case
            and stakeholders.metric = hidden_groups.metric
            and hidden_groups.segment in ('all', coalesce(stakeholders.segment, 'all'))
),

measured as (
    select
        affected.use_case,
        affected.stakeholder,
        affected.metric,
        affected.segment,
        affected.segment_value,
        affected.kind,
        affected.unit,
        affected.direction,
        effects.method,
        coalesce(
            affected.declaration_gap,
            case
                when affected.is_hidden
                    then 'a group of fewer than {{ minimum_group }} could be recognised'
                when effects.effect is null then 'one of the compared groups has no rows'
                when effects.standard_error is null
                    then 'too few clusters for an interval of the effect'
            end
        ) as reason,
        case
            when affected.declaration_gap is not null then 'not_declared'
            when affected.is_hidden then 'suppressed'
            when effects.standard_error is null then 'insufficient_data'
            else 'ok'
        end as evidence_status,
        effects.before_value,
        effects.after_value,
        effects.control_value,
        effects.effect,
        effects.standard_error,
        effects.ci_low,
        effects.ci_high,
        effects.n,
        effects.cluster_count
    from affected
    -- A hidden group has no numbers from here on.
    left join effects
        on
            affected.use_case = effects.use_case
            and affected.metric = effects.metric
            and affected.segment = effects.segment
            and affected.segment_value = effects.segment_value
            and not affected.is_hidden
),

stakeholder_impacts as (
    select
        use_case,
        stakeholder,
        metric,
        segment,
        segment_value,
        kind,
        unit,
        method,
        'measured' as source,
        evidence_status,
        reason,
        before_value,
        after_value,
        control_value,
        effect,
        standard_error,
        ci_low,
        ci_high,
        n,
        cluster_count,
        cast(null as double) as run_value,
        case direction
            when 'up' then ci_low > 0
            when 'down' then ci_high < 0
        end as is_improvement
    from measured
)

select * from stakeholder_impacts
