{%- set keys = 'use_case, model_version, output, split' -%}
with

threshold_curves as (
    select * from {{ ref('assay_evaluation__threshold_curves') }}
),

gains as (
    select * from {{ ref('assay_evaluation__gains') }}
),

calibration_bins as (
    select * from {{ ref('assay_evaluation__calibration_bins') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

-- A score of what is unusual is no probability: there is nothing to be calibrated.
probability_bins as (
    select calibration_bins.*
    from calibration_bins
    inner join use_cases on calibration_bins.use_case = use_cases.use_case
    where use_cases.task not in {{ assay.unlabelled_tasks() }}
),

points as (
    select
        *,
        cast(null as double) as ci_low,
        cast(null as double) as ci_high
    from threshold_curves
    union all
    select
        {{ keys }},
        'gain' as curve,
        learner,
        acted_share as x,
        gain as y,
        threshold,
        rows_at_or_above as n,
        cast(null as double) as ci_low,
        cast(null as double) as ci_high
    from gains
    union all
    select
        {{ keys }},
        'lift' as curve,
        learner,
        acted_share as x,
        gain / acted_share as y,
        threshold,
        rows_at_or_above as n,
        cast(null as double) as ci_low,
        cast(null as double) as ci_high
    from gains
    union all
    select
        {{ keys }},
        'calibration' as curve,
        learner,
        mean_probability as x,
        observed_rate as y,
        cast(null as double) as threshold,
        n,
        {{ assay.wilson_bound('observed_rate', 'n', 'low') }} as ci_low,
        {{ assay.wilson_bound('observed_rate', 'n', 'high') }} as ci_high
    from probability_bins
),

curves as (
    select
        {{ keys }},
        curve,
        cast(row_number() over (
            partition by {{ keys }}, curve order by x asc, n asc, threshold desc
        ) as integer) as point,
        learner,
        x,
        y,
        threshold,
        ci_low,
        ci_high,
        n
    from points
)

select * from curves
