{%- set days_per_month = 'cast(30.4375 as double)' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

feature_space as (
    select
        use_case,
        count(*) as feature_count
    from {{ ref('assay_features__feature_space') }}
    group by use_case
),

feature_reviews as (
    select * from {{ ref('assay_value__feature_reviews') }}
),

splits as (
    select
        use_case,
        count(distinct case when split = 'test' then cluster_id end) as test_clusters,
        count(case when split = 'train' then 1 end) as train_rows,
        count(case when split = 'train' and label = 1 then 1 end) as train_positives,
        count(case when split = 'train' and label = 0 then 1 end) as train_negatives
    from {{ ref('assay_features__splits') }}
    group by use_case
),

measured as (
    select
        use_case,
        count(label) as labelled_count,
        ({{ assay.epoch_days('max(decided_at)') }} - {{ assay.epoch_days('min(decided_at)') }})
        / {{ days_per_month }} as history_months,
        {{ assay.quantile(
            assay.epoch_days('label_known_at') ~ ' - ' ~ assay.epoch_days('decided_at'), 0.95
        ) }} as label_delay_days
    from decisions
    group by use_case
),

heuristics as (
    select
        use_case,
        0 - max(difference_to_current) as lift_amount
    from {{ ref('assay_evaluation__policy_values') }}
    where split = 'test' and policy in ('never', 'always')
    group by use_case
),

pilots as (
    select * from {{ ref('assay_value__pilots') }}
),

-- What the champion's learner gained from the second half of the training rows.
learning_curves as (
    select
        champions.use_case,
        {%- set area = 'coalesce(curves.roc_auc, curves.macro_roc_auc)' %}
        max(case when curves.training_share = 1 then {{ area }} end)
        - max(case when curves.training_share = cast(0.5 as double) then {{ area }} end)
            as doubling_gain
    from {{ ref('assay_training__learning_curves') }} as curves
    inner join {{ ref('assay_evaluation__champions') }} as champions
        using (use_case, model_version)
    group by champions.use_case
),

gathered as (
    select
        use_cases.*,
        coalesce(measured.labelled_count, 0) as labelled_count,
        measured.history_months,
        measured.label_delay_days,
        case
            when splits.train_positives < splits.train_negatives then splits.train_positives
            else splits.train_negatives
        end as rarer_count,
        splits.train_rows,
        splits.test_clusters,
        feature_space.feature_count,
        feature_reviews.missing_rate,
        feature_reviews.leak_count,
        heuristics.lift_amount,
        pilots.detectable_effect_amount,
        pilots.effect_amount,
        learning_curves.doubling_gain
    from use_cases
    left join measured on use_cases.use_case = measured.use_case
    left join splits on use_cases.use_case = splits.use_case
    left join feature_space on use_cases.use_case = feature_space.use_case
    left join feature_reviews on use_cases.use_case = feature_reviews.use_case
    left join heuristics on use_cases.use_case = heuristics.use_case
    left join pilots on use_cases.use_case = pilots.use_case
    left join learning_curves on use_cases.use_case = learning_curves.use_case
),

-- A check that belongs to another task has no row.
checks as (
    {%- for name, unit, direction, value, threshold, condition, owner, if_not_declared, if_unknown
        in assay._feasibility_checks() %}
    select
        use_case,
        '{{ name }}' as check_name,
        '{{ unit }}' as unit,
        '{{ direction }}' as direction,
        cast({{ value }} as double) as check_value,
        cast({{ threshold }} as double) as threshold,
        {{ condition }} as is_declared,
        '{{ if_not_declared }}' as if_not_declared,
        '{{ if_unknown }}' as if_unknown
    from gathered
    where {{ owner }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

feasibility_checks as (
    select
        use_case,
        check_name,
        unit,
        direction,
        case
            when not is_declared then 'not_declared'
            when check_value is null or threshold is null then 'insufficient_data'
            else 'ok'
        end as evidence_status,
        case
            when not is_declared then if_not_declared
            when check_value is null or threshold is null then if_unknown
        end as reason,
        case
            when not is_declared or check_value is null or threshold is null then 'unknown'
            when direction = 'at_least' and check_value >= threshold then 'met'
            when direction = 'at_most' and check_value <= threshold then 'met'
            else 'not_met'
        end as status,
        case when is_declared then check_value end as check_value,
        case when is_declared then threshold end as threshold
    from checks
)

select * from feasibility_checks
