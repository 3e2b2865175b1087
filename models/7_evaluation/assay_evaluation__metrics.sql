{%- set metrics = assay.metric_families() -%}
{%- set keys = 'use_case, model_version, output, split' -%}
with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

quantity_metrics as (
    select * from {{ ref('assay_evaluation__quantity_metrics') }}
),

structure_metrics as (
    select * from {{ ref('assay_evaluation__structure_metrics') }}
),

summaries as (
    select * from {{ ref('assay_evaluation__summaries') }}
),

standard_errors as (
    select * from {{ ref('assay_evaluation__standard_errors') }}
),

judged as (
    select
        summaries.*,
        {%- for metric in metrics %}
        standard_errors.{{ metric }}_error,
        {%- endfor %}
        standard_errors.value_per_decision,
        standard_errors.valued_rows,
        standard_errors.clusters_per_row,
        use_cases.has_outcomes,
        case when use_cases.task = 'multiclass' then summaries.output end as label_class,
        coalesce(use_cases.task in {{ assay.unlabelled_tasks() }}, false) as is_score_alone
    from summaries
    inner join standard_errors
        on
            summaries.use_case = standard_errors.use_case
            and summaries.model_version = standard_errors.model_version
            and summaries.output = standard_errors.output
            and summaries.split = standard_errors.split
    inner join use_cases on summaries.use_case = use_cases.use_case
),

lengthened as (
    {%- for metric, (family, sample_rows, least_value, greatest_value) in metrics.items() %}
    select
        {{ keys }},
        '{{ metric }}' as metric,
        learner,
        label_class,
        '{{ family }}' as family,
        {{ metric }} as value,
        {{ metric }}_error as standard_error,
        cast({{ 'null' if least_value is none else least_value }} as double) as least_value,
        cast({{ 'null' if greatest_value is none else greatest_value }} as double)
            as greatest_value,
        {{ sample_rows }} as n,
        clusters_per_row,
        positives = 0 or negatives = 0 as has_one_class,
        has_outcomes,
        is_score_alone
    from judged
    union all
    {%- endfor %}
    select * from {{ ref('assay_evaluation__class_metrics') }}
),

-- Clustered rows tell less than as many independent ones: a proportion's interval is taken at the
-- number of independent rows that would have its standard error. Where all rows agree, that number
-- is not known, and the share of clusters among rows stands in.
sized as (
    select
        *,
        case
            when clusters_per_row = 1 then n
            when value * (1 - value) = 0 then n * clusters_per_row
            when standard_error is not null
                then least(n, value * (1 - value) / nullif(standard_error * standard_error, 0))
        end as effective_rows,
        {{ assay._z95() }} * standard_error as margin
    from lengthened
),

-- At the end of a metric's range its estimated error is zero, which says nothing: no interval.
estimated as (
    select
        *,
        {%- for bound in ['low', 'high'] %}
        case
            when standard_error is null then null
            when family = 'wilson'
                then {{ assay.wilson_bound('value', 'effective_rows', bound) }}
            when value = least_value or value = greatest_value then null
            when family = 'delta_logit'
                then {{ assay.logit_bound('value', 'standard_error', bound) }}
            else value {{ '-' if bound == 'low' else '+' }} margin
        end as {{ bound }}_bound{{ ',' if not loop.last }}
        {%- endfor %}
    from sized
),

bounded as (
    select
        *,
        case when low_bound < least_value then least_value else low_bound end as ci_low,
        case when high_bound > greatest_value then greatest_value else high_bound end as ci_high
    from estimated
),

probability_metrics as (
    select
        use_case,
        model_version,
        output,
        split,
        metric,
        learner,
        case
            when ci_low is not null
                then family || case when clusters_per_row < 1 then '_clustered' else '' end
        end as interval_method,
        case
            when metric = 'value_per_decision' and not has_outcomes then 'not_declared'
            when standard_error is not null then 'ok'
            when value is null and has_one_class then 'one_class'
            else 'insufficient_data'
        end as evidence_status,
        value,
        standard_error,
        ci_low,
        ci_high,
        coalesce(n, 0) as n,
        label_class
    from bounded
    where not (is_score_alone and metric in {{ assay.probability_only_metrics() }})
        and (label_class is null or metric <> 'value_per_decision')
),

metrics as (
    select * from probability_metrics
    union all
    select *, cast(null as string) as label_class from quantity_metrics
    union all
    select *, cast(null as string) as label_class from structure_metrics
)

select * from metrics
