with

rules as (
    select * from {{ ref('assay_evaluation__rules') }}
),

rule_trees as (
    select * from {{ ref('assay_evaluation__rule_trees') }}
),

rule_decisions as (
    select * from {{ ref('assay_evaluation__rule_decisions') }}
),

totals as (
    select
        use_case,
        model_version,
        leaf,
        {{ assay.exact_sum('label') }} / count(*) as mean_label,
        {{ assay.exact_sum('gain') }} / nullif(count(gain), 0) as mean_gain,
        cast(sum(acts) as double) / nullif(count(acts), 0) as acted_rate,
        count(gain) as valued_rows,
        count(*) as n
    from rule_decisions
    group by use_case, model_version, leaf
),

clusters as (
    select
        decisions.use_case,
        decisions.model_version,
        decisions.leaf,
        decisions.cluster_id,
        {{ assay.exact_sum('decisions.label - totals.mean_label') }} as label_influence,
        coalesce({{ assay.exact_sum('decisions.gain - totals.mean_gain') }}, 0) as gain_influence,
        count(decisions.gain) as valued_rows,
        max(totals.valued_rows) as all_valued_rows,
        max(totals.n) as n
    from rule_decisions as decisions
    inner join totals
        on
            decisions.use_case = totals.use_case
            and decisions.model_version = totals.model_version
            and decisions.leaf = totals.leaf
    group by
        decisions.use_case,
        decisions.model_version,
        decisions.leaf,
        decisions.cluster_id
),

errors as (
    select
        use_case,
        model_version,
        leaf,
        {{ assay._z95() }}
        * nullif({{ assay.sandwich_error('label_influence', 'count(*)', 'max(n)') }}, 0)
            as label_margin,
        {{ assay._z95() }} * nullif({{ assay.sandwich_error(
            'gain_influence',
            'count(case when valued_rows > 0 then 1 end)',
            'nullif(max(all_valued_rows), 0)',
        ) }}, 0) as gain_margin
    from clusters
    group by use_case, model_version, leaf
),

rules_with_figures as (
    select
        rules.use_case,
        rules.model_version,
        cast(row_number() over (
            partition by rules.use_case, rules.model_version
            order by rules.value desc, rules.leaf asc
        ) as integer) as rule_number,
        rules.kind,
        rules.rule,
        case
            when totals.n is null then 'insufficient_data'
            when totals.mean_gain is null then 'no_value'
            else 'ok'
        end as evidence_status,
        case
            when totals.n is null then 'No test decision follows the rule.'
            when totals.mean_gain is null then 'No test decision has a price for both alternatives.'
        end as reason,
        rules.value as predicted_value,
        cast(coalesce(totals.n, 0) as double)
        / nullif(sum(totals.n) over (partition by rules.use_case, rules.model_version), 0)
            as support_rate,
        totals.mean_label,
        totals.mean_label - errors.label_margin as mean_label_ci_low,
        totals.mean_label + errors.label_margin as mean_label_ci_high,
        totals.acted_rate,
        totals.mean_gain as value_of_acting,
        totals.mean_gain - errors.gain_margin as value_of_acting_ci_low,
        totals.mean_gain + errors.gain_margin as value_of_acting_ci_high,
        rule_trees.imitation_r2,
        cast(rules.condition_count as integer) as condition_count,
        coalesce(totals.n, 0) as n
    from rules
    inner join rule_trees
        on
            rules.use_case = rule_trees.use_case
            and rules.model_version = rule_trees.model_version
    left join totals
        on
            rules.use_case = totals.use_case
            and rules.model_version = totals.model_version
            and rules.leaf = totals.leaf
    left join errors
        on
            rules.use_case = errors.use_case
            and rules.model_version = errors.model_version
            and rules.leaf = errors.leaf
)

select * from rules_with_figures
