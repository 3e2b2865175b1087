{%- set shares = var('assay_learning_curve_shares', [0.125, 0.25, 0.5, 1.0]) -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

examples as (
    select * from {{ ref('assay_features__examples') }}
    where split = 'train'
),

features as (
    select
        use_case,
        count(*) as feature_count,
        max(case when feature_name = 'last_label' then 1 else 0 end) as has_last_label
    from {{ ref('assay_features__feature_space') }}
    group by use_case
),

clocks as (
    select use_case, max(decided_at) as data_clock_at
    from {{ ref('assay_features__examples') }}
    group by use_case
),

learners as (
    {{ assay._learner_rows() }}
),

choices as (
    {{ assay._choice_rows() }}
),

{{ assay._training_set_ctes('examples') }}

class_sets as (
    {{ assay._select_class_sets() }}
),

-- One learner per declared name; the constant is the yardstick of all others and always there.
declared as (
    {{ assay._declared_learners() }}
),

judged as (
    select
        declared.*,
        training_sets.feature_space_version,
        training_sets.digest,
        class_sets.class_names,
        cast({{ var('assay_seed', 1) }} as integer) as seed,
        cast(coalesce(features.feature_count, 0) as integer) as feature_count,
        coalesce(training_sets.training_rows, 0) as training_rows,
        coalesce(training_sets.positive_rows, 0) as positive_rows,
        clocks.data_clock_at,
        {{ assay._sampled_rows() }} as sampled_rows,
        {{ assay._refusal() }} as reason
    from declared
    left join training_sets on declared.use_case = training_sets.use_case
    left join class_sets on declared.use_case = class_sets.use_case
    left join features on declared.use_case = features.use_case
    left join clocks on declared.use_case = clocks.use_case
),

fingerprinted as (
    select
        *,
        {{ assay.text_digest(
            "concat_ws('|', use_case, task, learner, parameters, cast(seed as string), "
            ~ "feature_space_version, digest, '" ~ assay.training_version() ~ "', "
            ~ "nullif(calibration, 'isotonic'), search, class_names, cast(sampled_rows as string))"
        ) }} as fingerprint,
        reason is null
        and sampled_rows is null
        and task in ('binary', 'multiclass', 'regression')
        and learner not in ('constant', 'persistence')
            as has_learning_curve
    from judged
),

planned as (
    select
        use_case,
        learner,
        concat(learner, '-', substr(fingerprint, 1, 12)) as model_version,
        task,
        calibration,
        parameters,
        search,
        feature_space_version,
        fingerprint,
        case when reason is null then 'fit' else 'refused' end as status,
        reason,
        seed,
        feature_count,
        training_rows,
        sampled_rows,
        positive_rows,
        case when has_learning_curve then '{{ tojson(shares) }}' else '[]' end
            as learning_curve_shares,
        data_clock_at as trained_as_of
    from fingerprinted
),

kept as (
    {{ assay._with_kept_plans('planned', [
        'use_case', 'learner', 'model_version', 'task', 'calibration', 'parameters', 'search',
        'feature_space_version', 'fingerprint', 'status', 'reason', 'seed', 'feature_count',
        'training_rows', 'sampled_rows', 'positive_rows', 'learning_curve_shares'
    ]) }}
),

plans as (
    select
        *,
        {{ assay._search_workers() }} as search_workers
    from kept
)

select * from plans
