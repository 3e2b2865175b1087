{%- set keys = 'use_case, model_version, output, split, metric' -%}
with

terms as (
    select * from {{ ref('assay_evaluation__structure_terms') }}
),

agreements as (
    select * from {{ ref('assay_evaluation__cluster_agreements') }}
),

sums as (
    select
        {{ keys }},
        {{ assay.exact_sum('numerator') }} as numerator_sum,
        nullif({{ assay.exact_sum('denominator') }}, 0) as denominator_sum,
        count(numerator) as n
    from terms
    group by {{ keys }}
),

-- n times the derivative of a ratio in the weight of one row.
influences as (
    select
        {{ keys }},
        terms.learner,
        terms.cluster_id,
        sums.numerator_sum / sums.denominator_sum as value,
        (terms.numerator - sums.numerator_sum / sums.denominator_sum * terms.denominator)
        * sums.n / sums.denominator_sum as influence,
        sums.n
    from terms
    inner join sums using ({{ keys }})
    union all
    select
        {{ keys }},
        learner,
        cluster_id,
        value,
        influence,
        n
    from agreements
),

clusters as (
    select
        {{ keys }},
        learner,
        cluster_id,
        max(value) as value,
        max(n) as n,
        {{ assay.exact_sum('influence') }} as influence
    from influences
    group by {{ keys }}, learner, cluster_id
),

estimated as (
    select
        {{ keys }},
        learner,
        max(value) as value,
        {{ assay.sandwich_error('influence', 'count(influence)', 'nullif(max(n), 0)') }}
            as standard_error,
        max(n) as n,
        count(influence) as cluster_count
    from clusters
    group by {{ keys }}, learner
),

-- The sum of squared distances is their mean times the number of rows, which is given.
with_inertia as (
    select * from estimated
    union all
    select
        use_case,
        model_version,
        output,
        split,
        'inertia' as metric,
        learner,
        value * n as value,
        standard_error * n as standard_error,
        n,
        cluster_count
    from estimated
    where metric = 'mean_squared_distance'
),

families as (
    {{ assay._interval_families(assay.structure_families()) }}
),

-- An error of zero says nothing: no interval.
ranged as (
    select
        with_inertia.*,
        families.family,
        families.least_value,
        families.greatest_value,
        nullif(with_inertia.standard_error, 0) as error,
        case
            when families.family = 'wilson' then with_inertia.value * (1 - with_inertia.value)
        end as spread
    from with_inertia
    inner join families using (metric)
),

-- A share takes as many independent rows as have its error, or as there are clusters where all
-- rows agree.
sized as (
    select
        *,
        case
            when spread = 0 then cluster_count
            when spread is not null then least(n, spread / (error * error))
        end as effective_rows
    from ranged
),

intervals as (
    select
        *,
        {%- for side, sign in {'low': '-', 'high': '+'}.items() %}
        case
            when family = 'wilson' then {{ assay.wilson_bound('value', 'effective_rows', side) }}
            else value {{ sign }} {{ assay._z95() }} * error
        end as bound_{{ side }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from sized
),

structure_metrics as (
    select
        {{ keys }},
        learner,
        case
            when bound_low is not null
                then family || case when cluster_count < n then '_clustered' else '' end
        end as interval_method,
        case when value is null then 'insufficient_data' else 'ok' end as evidence_status,
        value,
        case when value is not null then standard_error end as standard_error,
        case when bound_low < least_value then least_value else bound_low end as ci_low,
        case when bound_high > greatest_value then greatest_value else bound_high end as ci_high,
        n
    from intervals
)

select * from structure_metrics
